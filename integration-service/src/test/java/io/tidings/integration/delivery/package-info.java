/** Deliveries, from a fact on the bus to a receiver's door. */
@NullMarked
package io.tidings.integration.delivery;

import org.jspecify.annotations.NullMarked;
