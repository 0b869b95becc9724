package io.tidings.integration.source;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.connection.ConnectionRepository;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The table {@code source_connection}. */
@Singleton
class SourceRepository extends ConnectionRepository<Source> {
  SourceRepository(
      TransactionOperations<java.sql.Connection> transactions,
      Catalogue<Source> catalogue,
      Secrets secrets) {
    super("source_connection", /* sealedFor= */ "source", transactions, catalogue, secrets);
  }

  /** A connection that a webhook names, and whether its workspace is not to be used. */
  record Addressed(Connection<Source> connection, boolean workspaceDisabled) {}

  /** Of whichever workspace has it. */
  Optional<Addressed> addressed(UUID id) {
    return select(
            """
            SELECT source_connection.*, workspace.disabled_at
              FROM source_connection
              JOIN workspace ON workspace.id = source_connection.workspace_id
             WHERE source_connection.id = ?
            """,
            row -> new Addressed(read(row), row.getObject("disabled_at") != null),
            id)
        .stream()
        .findFirst();
  }
}
