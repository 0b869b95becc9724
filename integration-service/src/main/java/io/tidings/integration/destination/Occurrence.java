package io.tidings.integration.destination;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one user. Values are String, Long, Double, Boolean, Instant, List, Map, or null
 * for what was removed.
 */
public sealed interface Occurrence {

  Instant occurredAt();

  /**
   * The user did something.
   *
   * @param messageId of the call that brought it
   */
  record EventRecorded(
      String messageId, String name, Map<String, @Nullable Object> properties, Instant occurredAt)
      implements Occurrence {
    public EventRecorded {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
  }

  /** Attributes have other values than before. */
  record AttributesChanged(Map<String, @Nullable Object> attributes, Instant occurredAt)
      implements Occurrence {
    public AttributesChanged {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
  }

  /** The user came into a segment. */
  record SegmentEntered(String segmentName, Instant occurredAt) implements Occurrence {}

  /** The user left a segment. */
  record SegmentExited(String segmentName, Instant occurredAt) implements Occurrence {}
}
