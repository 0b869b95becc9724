package io.tidings.segment.catalogue;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import io.tidings.secrets.Secrets;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.definition.DefinitionWire;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Definitions as they lie in the database: sealed, for their operands may be contact data. */
@Singleton
final class SealedDefinitions {
  private final DefinitionWire definitions;
  private final Secrets secrets;

  SealedDefinitions(DefinitionWire definitions, Secrets secrets) {
    this.definitions = definitions;
    this.secrets = secrets;
  }

  byte[] seal(Segment segment) {
    return secrets.seal(
        definitions.bytes(segment.definition()),
        context(segment.workspaceId(), segment.id().toString()));
  }

  /** What an earlier version wrote lies in clear until it is sealed in the background. */
  Definition open(String workspaceId, UUID segmentId, byte[] column) {
    return definitions.read(
        Secrets.isSealed(column)
            ? secrets.open(column, context(workspaceId, segmentId.toString()))
            : column);
  }

  private static String context(String workspaceId, String segmentId) {
    return "segment " + workspaceId + " " + segmentId;
  }

  /** For the rotation of keys. */
  @Factory
  static final class Columns {
    @Singleton
    SealedColumn definitions() {
      return new SealedColumn(
          "segment",
          "definition",
          List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("segment_id")),
          key -> context(key.getFirst(), key.getLast()));
    }
  }
}
