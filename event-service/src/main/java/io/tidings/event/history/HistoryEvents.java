package io.tidings.event.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.tidings.outbox.Fact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.value.v1.ValueObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events between domain and wire, and the facts that tell of them. */
final class HistoryEvents {
  private HistoryEvents() {}

  /** One fact for each profile, its events in their order. */
  static List<Fact> recorded(String workspaceId, List<RecordedEvent> events) {
    Map<UUID, EventsRecorded.Builder> byProfile = new LinkedHashMap<>();
    for (RecordedEvent event : events) {
      byProfile
          .computeIfAbsent(event.profileId(), _ -> EventsRecorded.newBuilder())
          .addEvents(toWire(event));
    }
    return byProfile.entrySet().stream()
        .map(entry -> new Fact(workspaceId, entry.getKey(), entry.getValue().build()))
        .toList();
  }

  static Event toWire(RecordedEvent event) {
    try {
      return Event.newBuilder()
          .setProfileId(event.profileId().toString())
          .setMessageId(event.messageId())
          .setName(event.name())
          .setOccurredAt(timestamp(event.occurredAt()))
          .setReceivedAt(timestamp(event.receivedAt()))
          .putAllIntegrations(event.integrations())
          .putAllProperties(ValueObject.parseFrom(event.properties()).getValuesMap())
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new HistoryException("properties on file are not readable", e);
    }
  }

  /**
   * @param span null for a profile without events
   */
  static io.tidings.proto.event.v1.EventSpan toWire(@Nullable EventSpan span) {
    return span == null
        ? io.tidings.proto.event.v1.EventSpan.getDefaultInstance()
        : io.tidings.proto.event.v1.EventSpan.newBuilder()
            .setFirstOccurredAt(timestamp(span.first().occurredAt()))
            .setFirstMessageId(span.first().messageId())
            .setLastOccurredAt(timestamp(span.last().occurredAt()))
            .setLastMessageId(span.last().messageId())
            .build();
  }

  static ByteString properties(Event event) {
    return ValueObject.newBuilder().putAllValues(event.getPropertiesMap()).build().toByteString();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
