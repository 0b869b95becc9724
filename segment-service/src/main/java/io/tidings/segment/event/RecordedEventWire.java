package io.tidings.segment.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.proto.event.v1.Event;
import io.tidings.segment.value.FieldValueWire;
import java.util.UUID;

/** Events as they travel. */
public final class RecordedEventWire {
  private RecordedEventWire() {}

  public static RecordedEvent read(Event message) {
    return new RecordedEvent(
        UUID.fromString(message.getProfileId()),
        UUID.nameUUIDFromBytes(message.getMessageId().getBytes(UTF_8)),
        FieldValueWire.name(message.getName()),
        FieldValueWire.epochMillis(message.getOccurredAt()),
        FieldValueWire.read(message.getPropertiesMap()));
  }
}
