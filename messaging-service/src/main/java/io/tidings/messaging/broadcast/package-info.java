/**
 * Broadcasts: one content to a whole audience. A planner streams the audience from segment-service
 * and queues its sends chunk by chunk, remembering how far it is, so that another goes on where one
 * crashed.
 */
@NullMarked
package io.tidings.messaging.broadcast;

import org.jspecify.annotations.NullMarked;
