package io.tidings.messaging.channel.push;

import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.http.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Google's answer to a message. Error codes are those of {@code google.firebase.fcm.v1.ErrorCode};
 * they come as a detail beside the general status.
 */
record FcmReply(HttpReply reply) {

  private static final String FCM_ERROR = "google.firebase.fcm.v1.FcmError";
  private static final String BAD_REQUEST = "google.rpc.BadRequest";
  private static final String BAD_TOKEN = "not a valid FCM registration token";

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
      // Also said of a message that is too big, of its data and of its time to live:
      // https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
      case "INVALID_ARGUMENT" ->
          isOfTheToken()
              ? new Outcome.RecipientGone(reason)
              : new Outcome.Rejected(reason + ": FCM does not take the message");
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
    return detail(FCM_ERROR).map(detail -> text(detail, "errorCode")).orElse("");
  }

  /** Whether it is the token that is not valid. */
  private boolean isOfTheToken() {
    return text(error(), "message").contains(BAD_TOKEN)
        || detail(BAD_REQUEST)
            .map(detail -> elements(detail, "fieldViolations"))
            .orElse(List.of())
            .stream()
            .anyMatch(violation -> text(violation, "field").equals("message.token"));
  }

  private Optional<JsonNode> detail(String type) {
    return elements(error(), "details").stream()
        .filter(detail -> text(detail, "@type").endsWith(type))
        .findFirst();
  }

  private @Nullable JsonNode error() {
    return reply.body() == null ? null : reply.body().get("error");
  }

  private static String text(@Nullable JsonNode object, String field) {
    JsonNode value = object == null ? null : object.get(field);
    return value != null && value.isString() ? value.getStringValue() : "";
  }

  private static List<JsonNode> elements(@Nullable JsonNode object, String field) {
    JsonNode value = object == null ? null : object.get(field);
    List<JsonNode> elements = new ArrayList<>();
    if (value != null && value.isArray()) {
      value.values().forEach(elements::add);
    }
    return elements;
  }
}
