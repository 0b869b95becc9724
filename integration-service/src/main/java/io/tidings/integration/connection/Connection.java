package io.tidings.integration.connection;

import io.tidings.integration.destination.Destination;
import io.tidings.integration.destination.Settings;
import java.time.Instant;
import java.util.UUID;

/**
 * One workspace's use of one destination.
 *
 * @param name in the words of whoever connected it
 * @param enabled false once the receiver asked to hear no more
 */
public record Connection(
    String workspaceId,
    UUID id,
    Destination destination,
    String name,
    Settings settings,
    boolean enabled,
    Instant createdAt,
    Instant updatedAt) {

  Connection with(Settings changed, Instant now) {
    // Whoever changes the settings has repaired what made the receiver refuse.
    return new Connection(workspaceId, id, destination, name, changed, true, createdAt, now);
  }
}
