package io.tidings.integration.source;

import io.tidings.integration.destination.Settings;
import java.time.Instant;
import java.util.UUID;

/**
 * One workspace's use of one source.
 *
 * @param name in the words of whoever connected it
 */
record SourceConnection(
    String workspaceId,
    UUID id,
    Source source,
    String name,
    Settings settings,
    Instant createdAt,
    Instant updatedAt) {

  SourceConnection with(Settings changed, Instant now) {
    return new SourceConnection(workspaceId, id, source, name, changed, createdAt, now);
  }
}
