package io.tidings.integration.reject;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What is wrong with rejected calls is sealed, for the rotation of keys. */
@Factory
final class SealedRejects {
  @Singleton
  SealedColumn defects() {
    return new SealedColumn(
        "reject",
        "defect",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
        key -> RejectRepository.sealContext(UUID.fromString(key.getLast())));
  }
}
