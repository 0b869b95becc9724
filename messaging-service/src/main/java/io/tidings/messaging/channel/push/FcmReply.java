package io.tidings.messaging.channel.push;

import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.http.HttpReply;
import org.jspecify.annotations.Nullable;

/**
 * Google's answer to a message. Error codes are those of {@code google.firebase.fcm.v1.ErrorCode};
 * they come as a detail beside the general status.
 */
record FcmReply(HttpReply reply) {

  private static final String FCM_ERROR = "google.firebase.fcm.v1.FcmError";

  Outcome outcome() {
    int status = reply.status();
    if (status == 200) {
      String name = text(reply.body(), "name");
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
          new Outcome.Deferred(reason + ": see service_account", reply.retryAfter());
      default ->
          status == 429 || status >= 500
              ? new Outcome.Deferred(reason.strip(), reply.retryAfter())
              : new Outcome.Rejected(reason.strip());
    };
  }

  /** Whether our access token is the fault. */
  boolean isUnauthenticated() {
    return reply.status() == 401 && fcmErrorCode().isEmpty();
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
    return reply.body() == null ? null : reply.body().get("error");
  }

  private static String text(@Nullable JsonNode object, String field) {
    JsonNode value = object == null ? null : object.get(field);
    return value != null && value.isString() ? value.getStringValue() : "";
  }
}
