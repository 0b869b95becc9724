/**
 * Tells destinations what happened. Facts become rows, one for each connection that wants to hear;
 * rows are claimed with a lease, called outside of any transaction, and recorded. So nothing is
 * lost when a process ends, one user is told about in order, and a receiver that is slow or away
 * holds up nobody but itself.
 */
@NullMarked
package io.tidings.integration.delivery;

import org.jspecify.annotations.NullMarked;
