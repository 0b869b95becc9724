package io.tidings.messaging.channel.http;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answered.
 *
 * @param body null where it is no JSON
 * @param retryAfter null where it does not say
 */
public record HttpReply(int status, @Nullable JsonNode body, @Nullable Duration retryAfter) {

  /**
   * @param retryAfter the header, in seconds or as a date (RFC 9110)
   */
  public static HttpReply of(
      int status, String body, @Nullable String retryAfter, JsonMapper json, Clock clock) {
    JsonNode read;
    try {
      read = json.readValue(body, JsonNode.class);
    } catch (IOException unreadable) {
      read = null;
    }
    return new HttpReply(status, read, retryAfter == null ? null : wait(retryAfter.strip(), clock));
  }

  private static @Nullable Duration wait(String header, Clock clock) {
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(header)));
    } catch (NumberFormatException notSeconds) {
      try {
        Duration until =
            Duration.between(
                clock.instant(),
                ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        return until.isNegative() ? Duration.ZERO : until;
      } catch (DateTimeException neither) {
        return null;
      }
    }
  }
}
