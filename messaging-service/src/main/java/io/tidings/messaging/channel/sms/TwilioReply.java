package io.tidings.messaging.channel.sms;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's answer to a message. The codes are those of <a
 * href="https://www.twilio.com/docs/api/errors">its errors</a>.
 */
record TwilioReply(int status, @Nullable JsonNode body, @Nullable Duration retryAfter) {

  /** No such number; one that takes no SMS. */
  private static final Set<String> GONE = Set.of("21211", "21614");

  /**
   * @param retryAfter the header, in seconds
   */
  static TwilioReply of(int status, String body, @Nullable String retryAfter, JsonMapper json) {
    JsonNode read;
    try {
      read = json.readValue(body, JsonNode.class);
    } catch (IOException unreadable) {
      read = null;
    }
    return new TwilioReply(status, read, retryAfter == null ? null : seconds(retryAfter.strip()));
  }

  private static @Nullable Duration seconds(String header) {
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(header)));
    } catch (NumberFormatException none) {
      return null;
    }
  }

  boolean isSuccess() {
    return status == 200 || status == 201;
  }

  Outcome outcome() {
    if (isSuccess()) {
      String sid = text("sid");
      return sid.isEmpty()
          ? new Outcome.InDoubt("Twilio's answer names no message")
          : new Outcome.Accepted(sid);
    }
    String code = text("code");
    String reason = "%d %s %s".formatted(status, code, text("message")).strip();
    if (GONE.contains(code)) {
      return new Outcome.RecipientGone(reason);
    }
    boolean passing = status == 401 || status == 403 || status == 429 || status >= 500;
    return passing ? new Outcome.Deferred(reason, retryAfter) : new Outcome.Rejected(reason);
  }

  private String text(String member) {
    JsonNode value = body == null ? null : body.get(member);
    if (value == null) {
      return "";
    }
    if (value.isNumber()) {
      return value.getNumberValue().toString();
    }
    return value.isString() ? value.getStringValue() : "";
  }
}
