/**
 * What callers are told when something is not as it must be: one shape, {@code {"error": {"code",
 * "message", "field"}}}, whether the gateway, a service behind it or the HTTP server found it.
 */
@NullMarked
package io.tidings.gateway.answer;

import org.jspecify.annotations.NullMarked;
