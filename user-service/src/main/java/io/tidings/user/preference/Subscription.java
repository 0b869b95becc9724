package io.tidings.user.preference;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * That a user is subscribed to a topic.
 *
 * @param channels on which; none: on all
 */
record Subscription(UUID profileId, UUID topicId, List<String> channels, Instant subscribedAt) {
  Subscription {
    channels = List.copyOf(channels);
  }
}
