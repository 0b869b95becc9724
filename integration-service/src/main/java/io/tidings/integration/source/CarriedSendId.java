package io.tidings.integration.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidings.integration.source.DeliveryEvent.SendName;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The send's id as a mail carries it: before the {@code @} of its Message-ID, and in whatever its
 * sender's connection adds for the service's own metadata.
 */
final class CarriedSendId {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MESSAGE_ID =
      Pattern.compile("\\s*<?(" + UUID_TEXT.pattern() + ")@[^@>]*>?\\s*");

  private CarriedSendId() {}

  /**
   * @param metadata the service's own, under {@code send_id} or {@code send-id}
   * @param messageId with or without its angle brackets; empty where it is not told
   */
  static SendName of(JsonNode metadata, String messageId) {
    String named = WebhookJson.text(metadata, "send_id", "send-id");
    return new SendName.Id(
        UUID_TEXT.matcher(named).matches() ? UUID.fromString(named) : in(messageId));
  }

  private static @Nullable UUID in(String messageId) {
    Matcher matcher = MESSAGE_ID.matcher(messageId);
    return matcher.matches() ? UUID.fromString(matcher.group(1)) : null;
  }
}
