package io.tidings.integration.delivery;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.tidings.integration.destination.Occurrence;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.segment.v1.SegmentExited;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What facts say that destinations are told. A delivery keeps its part of a fact as it came. */
final class OccurrenceWire {
  private OccurrenceWire() {}

  /** One for each notice; none where no destination is told. */
  static List<Part> split(ReceivedFact fact) {
    if (fact.is(EventsRecorded.class)) {
      return fact.unpack(EventsRecorded.class).getEventsList().stream()
          .map(event ->
              new Part(
                  Any.pack(event.toBuilder().clearIntegrations().build()).toByteArray(),
                  event.getIntegrationsMap()))
          .toList();
    }
    boolean told =
        fact.is(SegmentEntered.class)
            || fact.is(SegmentExited.class)
            || (fact.is(ProfileChanged.class)
                && fact.unpack(ProfileChanged.class).getAttributesCount() > 0);
    return told ? List.of(new Part(fact.payload().toByteArray(), Map.of())) : List.of();
  }

  static Occurrence read(byte[] part) {
    try {
      Any payload = Any.parseFrom(part);
      if (payload.is(Event.class)) {
        return occurrence(payload.unpack(Event.class));
      }
      if (payload.is(ProfileChanged.class)) {
        return occurrence(payload.unpack(ProfileChanged.class));
      }
      if (payload.is(SegmentEntered.class)) {
        SegmentEntered entry = payload.unpack(SegmentEntered.class);
        return new Occurrence.SegmentEntered(
            entry.getSegmentName(), instant(entry.getOccurredAt()));
      }
      if (payload.is(SegmentExited.class)) {
        SegmentExited exit = payload.unpack(SegmentExited.class);
        return new Occurrence.SegmentExited(exit.getSegmentName(), instant(exit.getOccurredAt()));
      }
      throw new IllegalStateException("a delivery holds a " + payload.getTypeUrl());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a delivery holds a fact that cannot be read", e);
    }
  }

  private static Occurrence occurrence(Event event) {
    return new Occurrence.EventRecorded(
        event.getMessageId(),
        event.getName(),
        values(event.getPropertiesMap()),
        instant(event.getOccurredAt()));
  }

  private static Occurrence occurrence(ProfileChanged change) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    for (AttributeChange attribute : change.getAttributesList()) {
      attributes.put(attribute.getName(), value(attribute.getValue()));
    }
    return new Occurrence.AttributesChanged(attributes, instant(change.getOccurredAt()));
  }

  /** In alphabetic order: maps on the wire have none. */
  private static Map<String, @Nullable Object> values(Map<String, Value> wire) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    new TreeMap<>(wire).forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static @Nullable Object value(Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> value.getText();
      case NUMBER -> number(value.getNumber());
      case BOOLEAN -> value.getBoolean();
      case DATE_TIME -> instant(value.getDateTime());
      case LIST ->
          value.getList().getValuesList().stream()
              .<@Nullable Object>map(OccurrenceWire::value)
              .toList();
      case OBJECT -> values(value.getObject().getValuesMap());
      case KIND_NOT_SET -> null;
    };
  }

  /** Whole numbers are written without a point. */
  private static Object number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
    return whole ? (Object) (long) number : (Object) number;
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
