package io.tidings.integration.connection;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** The secrets of a connection are sealed, for the rotation of keys. */
@Factory
final class SealedConnections {
  @Singleton
  SealedColumn secrets() {
    return new SealedColumn(
        "connection",
        "secrets",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
        key -> ConnectionRepository.sealContext(UUID.fromString(key.getLast())));
  }
}
