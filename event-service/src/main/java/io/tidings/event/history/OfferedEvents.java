package io.tidings.event.history;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.google.protobuf.Timestamp;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What makes an event of a request one that can be recorded, or says why it cannot. */
final class OfferedEvents {
  static final int MAX_MESSAGE_ID = 100;
  static final int MAX_NAME = 255;
  static final int MAX_PROPERTIES = 2_000;

  /** Of the whole event. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_INTEGRATIONS = 100;

  /** Deeper values would not fit into the messages that carry them on. */
  private static final int MAX_DEPTH = 16;

  /** 0001-01-01 to the end of 9999: what a protobuf Timestamp may hold. */
  private static final long MIN_SECONDS = -62_135_596_800L;

  private static final long MAX_SECONDS = 253_402_300_799L;
  private static final NoArgGenerator MESSAGE_IDS = Generators.timeBasedEpochGenerator();

  private OfferedEvents() {}

  /** Null when it can be recorded. */
  static @Nullable EventRejected fault(Event event) {
    if (!isUuid(event.getProfileId())) {
      return rejected(
          "profile_id",
          "'%s' is not a profile's id: give the UUID that user-service answered"
              .formatted(shortened(event.getProfileId())));
    }
    if (event.getName().isBlank() || isLonger(event.getName(), MAX_NAME)) {
      return rejected(
          "name",
          "an event needs a name of 1 to %d characters, this one has %d"
              .formatted(MAX_NAME, length(event.getName())));
    }
    if (isLonger(event.getMessageId(), MAX_MESSAGE_ID)) {
      return rejected(
          "message_id",
          "a message id has at most %d characters, this one has %d"
              .formatted(MAX_MESSAGE_ID, length(event.getMessageId())));
    }
    // PostgreSQL stores no such character in a text.
    if (event.getName().indexOf('\0') >= 0 || event.getMessageId().indexOf('\0') >= 0) {
      return rejected("name", "a name or message id holds the character NUL: leave it out");
    }
    if (event.getPropertiesCount() > MAX_PROPERTIES) {
      return rejected(
          "properties",
          "an event has at most %,d properties, this one has %,d"
              .formatted(MAX_PROPERTIES, event.getPropertiesCount()));
    }
    for (var property : event.getPropertiesMap().entrySet()) {
      String name = property.getKey();
      if (name.isEmpty() || isLonger(name, MAX_NAME)) {
        return rejected(
            "properties",
            "the name of a property has 1 to %d characters, '%s' has %d"
                .formatted(MAX_NAME, shortened(name), length(name)));
      }
      if (isDeeper(property.getValue(), MAX_DEPTH)) {
        return rejected(
            "properties." + name,
            "'%s' is nested deeper than %d levels".formatted(shortened(name), MAX_DEPTH));
      }
    }
    if (event.getSerializedSize() > MAX_BYTES) {
      return rejected(
          "properties",
          "an event has at most %,d bytes, this one has %,d: leave out the largest of its properties"
              .formatted(MAX_BYTES, event.getSerializedSize()));
    }
    if (event.getIntegrationsCount() > MAX_INTEGRATIONS
        || event.getIntegrationsMap().keySet().stream()
            .anyMatch(name -> isLonger(name, MAX_NAME))) {
      return rejected(
          "integrations",
          "an event names at most %d integrations, each by at most %d characters"
              .formatted(MAX_INTEGRATIONS, MAX_NAME));
    }
    if (event.hasOccurredAt() && !isValid(event.getOccurredAt())) {
      return rejected(
          "occurred_at",
          "%d seconds and %d nanoseconds are no time between the years 1 and 9999"
              .formatted(event.getOccurredAt().getSeconds(), event.getOccurredAt().getNanos()));
    }
    return null;
  }

  /** Of an event without fault; makes what it may leave out. */
  static RecordedEvent read(Event event, Instant now) {
    return new RecordedEvent(
        UUID.fromString(event.getProfileId()),
        event.getMessageId().isEmpty() ? MESSAGE_IDS.generate().toString() : event.getMessageId(),
        event.getName(),
        event.hasOccurredAt() ? HistoryEvents.instant(event.getOccurredAt()) : now,
        now,
        HistoryEvents.properties(event),
        event.getIntegrationsMap());
  }

  static boolean isValid(Timestamp timestamp) {
    return timestamp.getSeconds() >= MIN_SECONDS
        && timestamp.getSeconds() <= MAX_SECONDS
        && timestamp.getNanos() >= 0
        && timestamp.getNanos() < 1_000_000_000;
  }

  private static boolean isLonger(String text, int max) {
    return text.length() > max && length(text) > max;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isDeeper(Value value, int levels) {
    return switch (value.getKindCase()) {
      case LIST ->
          levels == 1
              || value.getList().getValuesList().stream()
                  .anyMatch(element -> isDeeper(element, levels - 1));
      case OBJECT ->
          levels == 1
              || value.getObject().getValuesMap().values().stream()
                  .anyMatch(member -> isDeeper(member, levels - 1));
      case TEXT, NUMBER, BOOLEAN, DATE_TIME, KIND_NOT_SET -> false;
    };
  }

  private static boolean isUuid(String text) {
    try {
      return text.length() == 36 && UUID.fromString(text) != null;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static EventRejected rejected(String field, String reason) {
    return EventRejected.newBuilder().setField(field).setReason(reason).build();
  }
}
