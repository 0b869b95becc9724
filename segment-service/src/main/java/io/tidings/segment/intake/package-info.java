/**
 * Facts of user-service and event-service, a batch at a time, become the projection and membership.
 */
@NullMarked
package io.tidings.segment.intake;

import org.jspecify.annotations.NullMarked;
