package io.tidings.messaging.recipient;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What users do not want, as far as it was asked for. */
public record OptOuts(Map<UUID, List<OptOut>> byProfile) {
  public static final OptOuts NONE = new OptOuts(Map.of());

  public OptOuts {
    byProfile = Map.copyOf(byProfile);
  }

  /**
   * That a user does not want a category on a channel.
   *
   * @param categoryId the platform's id of the category
   * @param category the customer's id of it
   * @param channel as user-service names it
   */
  public record OptOut(String categoryId, String category, String channel, Instant since) {}

  /**
   * @param category by either of its ids
   */
  public Optional<OptOut> find(UUID profileId, String category, String channel) {
    return byProfile.getOrDefault(profileId, List.of()).stream()
        .filter(it -> it.channel().equals(channel))
        .filter(it -> it.category().equals(category) || it.categoryId().equals(category))
        .findFirst();
  }
}
