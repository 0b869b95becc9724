package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.recipient.RecipientClient.Introduction;
import io.tidings.messaging.template.ContentSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call to send one content to many.
 *
 * @param idempotencyKey null: every call is a new one
 * @param userIds recipients, by the customer's ids
 * @param introductions those of them that the caller brings attributes for
 * @param channels empty: every channel for which something is said
 * @param category of which users may want nothing; null: none
 */
record SendCommand(
    @Nullable String idempotencyKey,
    List<String> userIds,
    List<Introduction> introductions,
    Set<Channel> channels,
    ContentSource source,
    Map<String, @Nullable Object> data,
    SendClass sendClass,
    @Nullable String category) {}
