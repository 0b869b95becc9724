package io.tidings.segment.event;

import io.tidings.segment.value.FieldValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An event as event-service tells of it.
 *
 * @param messageKey the same for each telling of it
 */
public record RecordedEvent(
    UUID profileId,
    UUID messageKey,
    String name,
    long occurredMillis,
    Map<String, FieldValue> properties) {

  /** With only the properties of these names. */
  public RecordedEvent keeping(List<String> names) {
    Map<String, FieldValue> kept = new HashMap<>();
    for (String property : names) {
      FieldValue value = properties.get(property);
      if (value != null) {
        kept.put(property, value);
      }
    }
    return new RecordedEvent(profileId, messageKey, name, occurredMillis, kept);
  }
}
