/**
 * The event-collection dialect: identify, track, page and screen, one by one and in batches, as the
 * public SDKs send them. A body is read once into {@link io.tidings.gateway.collect.Call}s, all of
 * a batch go to user-service in one call and to event-service in another, and then it is answered.
 */
@NullMarked
package io.tidings.gateway.collect;

import org.jspecify.annotations.NullMarked;
