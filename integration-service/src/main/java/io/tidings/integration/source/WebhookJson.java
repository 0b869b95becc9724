package io.tidings.integration.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of webhooks. What is not there, or is something else, reads as empty. */
final class WebhookJson {
  static final Reading.Unreadable NO_JSON = new Reading.Unreadable("the body is no JSON object");

  /** Later ones can be kept nowhere. */
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private static final int MAX_DEPTH = 100;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private WebhookJson() {}

  /** Empty where the bytes are no JSON. */
  static Optional<JsonNode> read(byte[] bytes) {
    try {
      return Optional.ofNullable(JSON.readTree(bytes)).filter(node -> !node.isMissingNode());
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  static Optional<JsonNode> readObject(byte[] bytes) {
    return read(bytes).filter(JsonNode::isObject);
  }

  /** A text or a number as text; empty for anything else. */
  static String text(JsonNode node) {
    return node.isTextual() || node.isNumber() ? node.asText().replace("\0", "").strip() : "";
  }

  /** The text or number that stands at the first of the members where one does. */
  static String text(JsonNode object, String... members) {
    for (String member : members) {
      String text = text(object.path(member));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Of the members named, those that are texts, numbers or booleans. */
  static Map<String, Object> scalars(JsonNode object, List<String> members) {
    Map<String, Object> found = new LinkedHashMap<>();
    for (String member : members) {
      Object value = scalar(object.path(member));
      if (value != null) {
        found.put(member, value);
      }
    }
    return found;
  }

  /** All members that are texts, numbers or booleans. */
  static Map<String, Object> scalars(JsonNode object) {
    List<String> members = new ArrayList<>();
    object.fieldNames().forEachRemaining(members::add);
    return scalars(object, members);
  }

  private static @Nullable Object scalar(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber() && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    return node.isTextual() ? node.textValue().replace("\0", "") : null;
  }

  /** A time in seconds since 1970; {@code otherwise} where there is none that can be kept. */
  static Instant seconds(JsonNode node, Instant otherwise) {
    double seconds = node.isNumber() || node.isTextual() ? node.asDouble(0) : 0;
    return seconds > 0 && seconds < LAST.getEpochSecond()
        ? Instant.ofEpochMilli((long) (seconds * 1000))
        : otherwise;
  }

  /** A time in ISO 8601; {@code otherwise} where there is none. */
  static Instant iso(String text, Instant otherwise) {
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      return at.isAfter(Instant.EPOCH) && at.isBefore(LAST) ? at : otherwise;
    } catch (DateTimeException noTime) {
      return otherwise;
    }
  }
}
