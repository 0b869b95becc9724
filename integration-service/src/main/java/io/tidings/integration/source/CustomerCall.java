package io.tidings.integration.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook tells of one customer.
 *
 * @param messageId the same for each repetition of the webhook
 * @param userId the customer's id of the user
 * @param otherId another id of the same user, from here on; null where there is none
 * @param attributes texts, numbers and booleans, by name
 * @param event what the user did; null where the webhook tells of who they are alone
 * @param properties of the event: texts, numbers, booleans and maps of them
 */
record CustomerCall(
    String messageId,
    String userId,
    @Nullable String otherId,
    Instant occurredAt,
    Map<String, Object> attributes,
    @Nullable String event,
    Map<String, Object> properties) {

  /** The other id, where it is another. */
  Optional<String> other() {
    return Optional.ofNullable(otherId).filter(id -> !id.equals(userId));
  }

  /** Without who it is about. */
  @Override
  public String toString() {
    return "CustomerCall[messageId=%s, event=%s]".formatted(messageId, event);
  }
}
