package io.tidings.event.history;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * One thing that one user did.
 *
 * @param messageId the caller's id of the call that told it; per profile it counts once
 * @param occurredAt to the millisecond
 * @param receivedAt to the millisecond
 * @param properties a serialized {@code tidings.value.v1.ValueObject}
 * @param integrations which destinations may be told of it, all of them when empty; not on file
 */
record RecordedEvent(
    UUID profileId,
    String messageId,
    String name,
    Instant occurredAt,
    Instant receivedAt,
    ByteString properties,
    Map<String, Boolean> integrations) {
  RecordedEvent {
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** As it is on file. */
  RecordedEvent(
      UUID profileId,
      String messageId,
      String name,
      Instant occurredAt,
      Instant receivedAt,
      ByteString properties) {
    this(profileId, messageId, name, occurredAt, receivedAt, properties, Map.of());
  }

  /** What makes two records the same event. */
  record Key(UUID profileId, String messageId) {}

  Key key() {
    return new Key(profileId, messageId);
  }

  RecordedEvent of(UUID otherProfileId) {
    return new RecordedEvent(
        otherProfileId, messageId, name, occurredAt, receivedAt, properties, integrations);
  }

  /** Without the properties, which may hold contact data. */
  @Override
  public String toString() {
    return "RecordedEvent[" + profileId + " " + name + " " + occurredAt + "]";
  }
}
