package io.tidings.messaging.connection;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A workspace's account at a provider.
 *
 * @param provider its id
 * @param revision another one with each change of the settings
 */
record Account(
    String workspaceId,
    String provider,
    UUID revision,
    Map<String, String> settings,
    Instant updatedAt) {

  Account {
    settings = Map.copyOf(settings);
  }

  @Override
  public String toString() {
    return "Account[workspaceId=%s, provider=%s]".formatted(workspaceId, provider);
  }
}
