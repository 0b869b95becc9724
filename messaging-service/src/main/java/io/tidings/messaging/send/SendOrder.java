package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for; never changes.
 *
 * @param id UUIDv7; the provider's idempotency key
 * @param profileId null: the user was not known
 * @param userId the customer's id of the user; null where it is not known (yet)
 * @param dataId what the content finds under `data`; null: nothing
 * @param category of which users may want nothing; null: none
 */
public record SendOrder(
    UUID id,
    String workspaceId,
    @Nullable UUID profileId,
    @Nullable String userId,
    Channel channel,
    SendClass sendClass,
    UUID contentId,
    @Nullable UUID dataId,
    @Nullable String category,
    Origin origin,
    Instant createdAt) {

  public Lane lane() {
    return new Lane(workspaceId, channel, origin.isBulk());
  }

  SendOrder of(@Nullable String user) {
    return with(profileId, user, dataId);
  }

  SendOrder forNobody() {
    return with(null, null, null);
  }

  boolean isForNobody() {
    return profileId == null && userId == null;
  }

  private SendOrder with(@Nullable UUID profile, @Nullable String user, @Nullable UUID data) {
    return new SendOrder(
        id,
        workspaceId,
        profile,
        user,
        channel,
        sendClass,
        contentId,
        data,
        category,
        origin,
        createdAt);
  }

  @Override
  public String toString() {
    return "SendOrder[id=%s, channel=%s]".formatted(id, channel);
  }
}
