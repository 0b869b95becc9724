package io.tidings.integration.connection;

import java.time.Instant;
import java.util.UUID;

/**
 * One workspace's use of one source or destination.
 *
 * @param to which of them
 * @param name in the words of whoever connected it
 */
public record Connection<T extends Connectable>(
    String workspaceId,
    UUID id,
    T to,
    String name,
    Settings settings,
    Instant createdAt,
    Instant updatedAt) {

  Connection<T> with(Settings changed, Instant now) {
    return new Connection<>(workspaceId, id, to, name, changed, createdAt, now);
  }
}
