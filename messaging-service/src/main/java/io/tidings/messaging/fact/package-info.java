/** What this service does about the facts of others. */
@NullMarked
package io.tidings.messaging.fact;

import org.jspecify.annotations.NullMarked;
