package io.tidings.event.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.tidings.outbox.Fact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.value.v1.ValueObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events between domain and wire, and the facts that tell of them. */
final class HistoryEvents {
  /** Events of one profile beyond this many bytes go on in a further fact. */
  private static final int FACT_BYTES = 64 * 1024;

  private HistoryEvents() {}

  /** Facts of each profile, its events in their order. */
  static List<Fact> recorded(String workspaceId, List<RecordedEvent> events) {
    Map<UUID, List<Event>> byProfile = new LinkedHashMap<>();
    for (RecordedEvent event : events) {
      byProfile.computeIfAbsent(event.profileId(), _ -> new ArrayList<>()).add(toWire(event));
    }
    List<Fact> facts = new ArrayList<>(byProfile.size());
    byProfile.forEach((profileId, all) ->
        recorded(all).forEach(fact -> facts.add(new Fact(workspaceId, profileId, fact))));
    return facts;
  }

  private static List<EventsRecorded> recorded(List<Event> events) {
    List<EventsRecorded> facts = new ArrayList<>();
    var open = EventsRecorded.newBuilder();
    int bytes = 0;
    for (Event event : events) {
      int more = event.getSerializedSize();
      if (bytes > 0 && bytes + more > FACT_BYTES) {
        facts.add(open.build());
        open.clear();
        bytes = 0;
      }
      open.addEvents(event);
      bytes += more;
    }
    facts.add(open.build());
    return facts;
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
