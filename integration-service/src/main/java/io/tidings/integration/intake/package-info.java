/** Calls that come in as a stream: made durable message by message, and acknowledged then. */
@NullMarked
package io.tidings.integration.intake;

import org.jspecify.annotations.NullMarked;
