package io.tidings.messaging.connection;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;

/** What of an account is sealed, for the rotation of keys. */
@Factory
final class SealedSettings {
  @Singleton
  SealedColumn settings() {
    return new SealedColumn(
        "connection",
        "settings",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.text("provider")),
        key -> Accounts.context(key.getFirst(), key.getLast()));
  }
}
