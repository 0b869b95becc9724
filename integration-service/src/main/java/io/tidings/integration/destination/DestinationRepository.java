package io.tidings.integration.destination;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.integration.connection.Catalogue;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.connection.ConnectionRepository;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The table {@code connection}. */
@Singleton
class DestinationRepository extends ConnectionRepository<Destination> {
  DestinationRepository(
      TransactionOperations<java.sql.Connection> transactions,
      Catalogue<Destination> catalogue,
      Secrets secrets) {
    super("connection", /* sealedFor= */ "connection", transactions, catalogue, secrets);
  }

  /** Since when it may call. */
  @Override
  protected Map<String, Object> alsoKept(Connection<Destination> made) {
    return Map.of("calls_left_at", at(made.createdAt()));
  }

  /** Whoever changes the settings has repaired what made the receiver refuse. */
  @Override
  protected Map<String, Object> alsoReplaced() {
    return Map.of("enabled", true);
  }

  /** Empty when it was ended, or the receiver asked to hear no more. */
  Optional<Connection<Destination>> enabled(String workspaceId, UUID id) {
    return where("enabled AND workspace_id = ? AND id = ?", workspaceId, id).stream().findFirst();
  }

  /** Those that are enabled, of all the workspaces named. */
  List<Connection<Destination>> enabledOf(Collection<String> workspaces) {
    return where("enabled AND workspace_id = ANY (?)", (Object) workspaces.toArray(String[]::new));
  }

  /** How they fare, the oldest first. */
  List<ConnectedDestination> connected(String workspaceId) {
    return connectedWhere("workspace_id = ? ORDER BY id", workspaceId);
  }

  /** How one fares; empty when the workspace has no such connection. */
  Optional<ConnectedDestination> connected(String workspaceId, UUID id) {
    return connectedWhere("workspace_id = ? AND id = ?", workspaceId, id).stream().findFirst();
  }

  private List<ConnectedDestination> connectedWhere(String condition, Object... parameters) {
    return select(
        """
        SELECT c.*,
               (SELECT count(*) FROM delivery
                 WHERE workspace_id = c.workspace_id AND connection_id = c.id
                   AND status = 'PENDING') AS pending,
               (SELECT count(*) FROM delivery
                 WHERE workspace_id = c.workspace_id AND connection_id = c.id
                   AND status = 'FAILED') AS failed
          FROM connection c WHERE %s
        """
            .formatted(condition),
        row ->
            new ConnectedDestination(
                read(row),
                row.getBoolean("enabled"),
                row.getLong("pending"),
                row.getLong("failed")),
        parameters);
  }
}
