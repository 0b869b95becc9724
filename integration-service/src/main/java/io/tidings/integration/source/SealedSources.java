package io.tidings.integration.source;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** The secrets of a source are sealed, for the rotation of keys. */
@Factory
final class SealedSources {
  @Singleton
  SealedColumn secrets() {
    return new SealedColumn(
        "source_connection",
        "secrets",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
        key -> SourceRepository.sealContext(UUID.fromString(key.getLast())));
  }
}
