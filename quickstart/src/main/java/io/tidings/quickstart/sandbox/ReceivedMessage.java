package io.tidings.quickstart.sandbox;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reached a recipient.
 *
 * @param channel `email`, `sms` or `push`
 * @param to address, number with the plus sign, or device token
 * @param subject of a mail; title of a notification
 * @param text of a mail or message; body of a notification
 * @param headers of the mail or request, and what a notification carries for its app
 */
public record ReceivedMessage(
    String channel,
    String to,
    @Nullable String from,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    Map<String, String> headers,
    Instant receivedAt) {

  @Override
  public String toString() {
    return "ReceivedMessage[channel=" + channel + ", receivedAt=" + receivedAt + "]";
  }
}
