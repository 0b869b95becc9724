/** Attribute values and enums between the wire and the domain, for all features alike. */
@NullMarked
package io.tidings.messaging.value;

import org.jspecify.annotations.NullMarked;
