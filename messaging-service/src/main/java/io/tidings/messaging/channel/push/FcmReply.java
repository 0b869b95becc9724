package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Google's answer to a message. Error codes are those of {@code google.firebase.fcm.v1.ErrorCode};
 * they come as a detail beside the general status.
 */
record FcmReply(int status, @Nullable JsonNode body, @Nullable Duration retryAfter) {

  private static final String FCM_ERROR = "google.firebase.fcm.v1.FcmError";

  /**
   * @param retryAfter the header, in seconds or as a date
   */
  static FcmReply of(
      int status, String body, @Nullable String retryAfter, JsonMapper json, Clock clock) {
    JsonNode read;
    try {
      read = json.readValue(body, JsonNode.class);
    } catch (IOException unreadable) {
      read = null;
    }
    return new FcmReply(status, read, retryAfter == null ? null : wait(retryAfter.strip(), clock));
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

  Outcome outcome() {
    if (status == 200) {
      String name = text(body, "name");
      return name.isEmpty()
          ? new Outcome.InDoubt("FCM's answer names no message")
          : new Outcome.Accepted(name);
    }
    String code = fcmErrorCode();
    String general = text(error(), "status");
    String reason = status + " " + (code.isEmpty() ? general : code);
    return switch (code.isEmpty() ? general : code) {
      case "UNREGISTERED" -> new Outcome.RecipientGone(reason);
      // By FCM itself it speaks of the token, by the layer before it of our message.
      case "INVALID_ARGUMENT" ->
          code.isEmpty()
              ? new Outcome.Rejected(reason + ": FCM cannot read the message")
              : new Outcome.RecipientGone(reason);
      case "SENDER_ID_MISMATCH" ->
          new Outcome.Rejected(reason + ": the token is of another project; see service_account");
      case "THIRD_PARTY_AUTH_ERROR" ->
          new Outcome.Rejected(reason + ": the project's own credentials are not taken");
      case "UNAUTHENTICATED", "PERMISSION_DENIED" ->
          new Outcome.Deferred(reason + ": see service_account", retryAfter);
      default ->
          status == 429 || status >= 500
              ? new Outcome.Deferred(reason.strip(), retryAfter)
              : new Outcome.Rejected(reason.strip());
    };
  }

  /** Whether our access token is the fault. */
  boolean isUnauthenticated() {
    return status == 401 && fcmErrorCode().isEmpty();
  }

  private String fcmErrorCode() {
    JsonNode error = error();
    JsonNode details = error == null ? null : error.get("details");
    if (details != null && details.isArray()) {
      for (JsonNode detail : details.values()) {
        if (text(detail, "@type").endsWith(FCM_ERROR)) {
          return text(detail, "errorCode");
        }
      }
    }
    return "";
  }

  private @Nullable JsonNode error() {
    return body == null ? null : body.get("error");
  }

  private static String text(@Nullable JsonNode object, String field) {
    JsonNode value = object == null ? null : object.get(field);
    return value != null && value.isString() ? value.getStringValue() : "";
  }
}
