/** Who is meant: segment-service, as this service uses it. */
@NullMarked
package io.tidings.messaging.audience;

import org.jspecify.annotations.NullMarked;
