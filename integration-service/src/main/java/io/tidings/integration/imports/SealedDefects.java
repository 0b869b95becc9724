package io.tidings.integration.imports;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** The reasons of defects are sealed, for the rotation of keys. */
@Factory
final class SealedDefects {
  @Singleton
  SealedColumn reasons() {
    return new SealedColumn(
        "import_defect",
        "reason",
        List.of(
            SealedColumn.Key.text("workspace_id"),
            SealedColumn.Key.uuid("import_id"),
            SealedColumn.Key.bigint("line"),
            SealedColumn.Key.bigint("number")),
        key -> DefectRepository.sealContext(UUID.fromString(key.get(1))));
  }
}
