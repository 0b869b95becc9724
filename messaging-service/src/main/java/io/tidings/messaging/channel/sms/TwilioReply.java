package io.tidings.messaging.channel.sms;

import io.micronaut.json.tree.JsonNode;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.http.HttpReply;
import java.util.Set;

/**
 * Twilio's answer to a message. The codes are those of <a
 * href="https://www.twilio.com/docs/api/errors">its errors</a>.
 */
record TwilioReply(HttpReply reply) {

  /** No such number; one that takes no SMS. */
  private static final Set<String> GONE = Set.of("21211", "21614");

  boolean isSuccess() {
    return reply.status() == 200 || reply.status() == 201;
  }

  Outcome outcome() {
    if (isSuccess()) {
      String sid = text("sid");
      return sid.isEmpty()
          ? new Outcome.InDoubt("Twilio's answer names no message")
          : new Outcome.Accepted(sid);
    }
    int status = reply.status();
    String code = text("code");
    String reason = "%d %s %s".formatted(status, code, text("message")).strip();
    if (GONE.contains(code)) {
      return new Outcome.RecipientGone(reason);
    }
    boolean passing = status == 401 || status == 403 || status == 429 || status >= 500;
    return passing
        ? new Outcome.Deferred(reason, reply.retryAfter())
        : new Outcome.Rejected(reason);
  }

  private String text(String member) {
    JsonNode value = reply.body() == null ? null : reply.body().get(member);
    if (value == null) {
      return "";
    }
    if (value.isNumber()) {
      return value.getNumberValue().toString();
    }
    return value.isString() ? value.getStringValue() : "";
  }
}
