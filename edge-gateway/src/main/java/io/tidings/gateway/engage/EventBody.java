package io.tidings.gateway.engage;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Fields;
import io.tidings.gateway.json.IsoTime;
import io.tidings.gateway.json.Values;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Map;

/** An event as a caller writes it. */
final class EventBody {
  private static final String VALUE = "value";
  private static final List<String> KNOWN = List.of("event", VALUE, "properties", "timestamp");

  private EventBody() {}

  /**
   * The event, still without its user. Of a value beside the properties, the properties have one
   * more; an event that says nothing but its name has the value true.
   *
   * @throws DefectException for a member that is missing, not known or not of its kind
   */
  static Event.Builder read(Map<String, Value> members) {
    var fields = Fields.of(members);
    fields.refuseAllBut(KNOWN);
    var event =
        Event.newBuilder()
            .setName(
                fields
                    .text("event")
                    .orElseThrow(
                        () -> new DefectException("event", "is missing; give the event's name")));
    var properties = fields.object("properties").values();
    var value = members.get(VALUE);
    if (value != null) {
      event.putProperties(VALUE, value);
    } else if (properties.isEmpty()) {
      event.putProperties(VALUE, Values.flag(true));
    }
    fields
        .time("timestamp")
        .ifPresent(time -> event.setOccurredAt(IsoTime.toProto("timestamp", time)));
    return event.putAllProperties(properties);
  }

  /** What the body calls a field of an Event. */
  static String fieldOf(String field) {
    return switch (field) {
      case "name" -> "event";
      case "occurred_at" -> "timestamp";
      case "profile_id" -> "uid";
      default -> field;
    };
  }
}
