/**
 * How many calls a key may bring in a second, over all replicas of the gateway: they take from one
 * bucket in Redis. A replica tells Redis a few times in a second what it has taken, and not with
 * each request; without Redis each has its share.
 */
@NullMarked
package io.tidings.gateway.limit;

import org.jspecify.annotations.NullMarked;
