/**
 * JSON as the gateway sees it. A body is read once, straight into the {@code Value}s of the
 * contracts, and from there into any message; messages are written back in the same manner.
 */
@NullMarked
package io.tidings.gateway.json;

import org.jspecify.annotations.NullMarked;
