package io.tidings.messaging.broadcast;

import com.google.protobuf.ByteString;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.send.SendClass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One content to a whole audience.
 *
 * @param audience in segment-service's own words
 * @param afterProfileId up to whom sends are queued
 * @param recipientCount how many of the audience have a send by now
 * @param category of which users may want nothing; null: none
 */
record Broadcast(
    String workspaceId,
    UUID id,
    String name,
    ByteString audience,
    Channel channel,
    SendClass sendClass,
    UUID contentId,
    @Nullable UUID dataId,
    State state,
    @Nullable UUID afterProfileId,
    long recipientCount,
    Instant createdAt,
    @Nullable Instant completedAt,
    @Nullable String category) {

  enum State {
    /** Sends are being queued, and going out already. */
    RUNNING,
    /** Everyone has a send, and each has come to an end. */
    COMPLETED,
    CANCELLED
  }
}
