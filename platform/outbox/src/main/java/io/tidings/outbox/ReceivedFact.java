package io.tidings.outbox;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.UUID;

/**
 * A fact as it reached a consumer group.
 *
 * @param appendedAt when the publisher's transaction appended it
 */
public record ReceivedFact(String workspaceId, UUID profileId, Instant appendedAt, Any payload) {

  public boolean is(Class<? extends Message> type) {
    return payload.is(type);
  }

  /** Throws IllegalArgumentException where the payload is of another type or is garbled. */
  public <T extends Message> T unpack(Class<T> type) {
    try {
      return payload.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "payload is %s, not a readable %s".formatted(payload.getTypeUrl(), type.getSimpleName()),
          e);
    }
  }
}
