package io.tidings.integration.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidings.naming.SnakeCase;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a notice as a call of the event-collection protocol: what a user did as {@code track},
 * what is known of a user as {@code identify}.
 */
final class EventCollection {
  private static final JsonFactory JSON = new JsonFactory();

  private EventCollection() {}

  static String write(Notice notice) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (notice.occurrence()) {
        case Occurrence.EventRecorded event -> {
          head(json, "track", event.messageId(), notice);
          json.writeStringField("event", event.name());
          field(json, "properties", event.properties());
        }
        case Occurrence.AttributesChanged change -> {
          head(json, "identify", notice.id(), notice);
          field(json, "traits", change.attributes());
        }
        case Occurrence.SegmentEntered entry -> {
          head(json, "identify", notice.id(), notice);
          field(json, "traits", Map.of(SnakeCase.of(entry.segmentName()), true));
        }
        case Occurrence.SegmentExited exit -> {
          head(json, "identify", notice.id(), notice);
          field(json, "traits", Map.of(SnakeCase.of(exit.segmentName()), false));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void head(JsonGenerator json, String type, String messageId, Notice notice)
      throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("messageId", messageId);
    if (notice.subject().userId() != null) {
      json.writeStringField("userId", notice.subject().userId());
    }
    if (notice.subject().anonymousId() != null) {
      json.writeStringField("anonymousId", notice.subject().anonymousId());
    }
    json.writeStringField("timestamp", iso(notice.occurrence().occurredAt()));
  }

  private static void field(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    json.writeFieldName(name);
    value(json, value);
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean bool -> json.writeBoolean(bool);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Instant instant -> json.writeString(iso(instant));
      case List<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          value(json, item);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          field(json, String.valueOf(entry.getKey()), entry.getValue());
        }
        json.writeEndObject();
      }
      default ->
          throw new IllegalArgumentException(
              "a value of %s has no JSON form".formatted(value.getClass().getName()));
    }
  }

  private static String iso(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
