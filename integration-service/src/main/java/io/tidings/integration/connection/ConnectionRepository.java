package io.tidings.integration.connection;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.integration.destination.Catalogue;
import io.tidings.integration.destination.Destination;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code connection}. */
@Singleton
class ConnectionRepository {
  private static final String COLUMNS =
      "workspace_id, id, type, name, settings, secrets, enabled, created_at, updated_at";

  private final TransactionOperations<java.sql.Connection> transactions;
  private final Catalogue catalogue;
  private final Secrets secrets;

  ConnectionRepository(
      TransactionOperations<java.sql.Connection> transactions,
      Catalogue catalogue,
      Secrets secrets) {
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.secrets = secrets;
  }

  /**
   * @param requestId null where the caller gave none
   * @return false if the request was answered before
   */
  boolean insert(Connection connection, @Nullable String requestId) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO connection
                    (workspace_id, id, type, name, settings, secrets, created_at, updated_at,
                     calls_left_at, request_id)
                  VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                  ON CONFLICT (workspace_id, request_id) DO NOTHING
                  """)) {
        statement.setString(1, connection.workspaceId());
        statement.setObject(2, connection.id());
        statement.setString(3, connection.destination().id());
        statement.setString(4, connection.name());
        statement.setString(5, open(connection));
        statement.setBytes(6, sealed(connection));
        statement.setObject(7, connection.createdAt().atOffset(ZoneOffset.UTC));
        statement.setObject(8, connection.updatedAt().atOffset(ZoneOffset.UTC));
        statement.setObject(9, connection.createdAt().atOffset(ZoneOffset.UTC));
        statement.setString(10, requestId);
        return statement.executeUpdate() == 1;
      }
    });
  }

  void update(Connection connection) {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE connection SET settings = ?::jsonb, secrets = ?, enabled = ?, updated_at = ?
                   WHERE workspace_id = ? AND id = ?
                  """)) {
        statement.setString(1, open(connection));
        statement.setBytes(2, sealed(connection));
        statement.setBoolean(3, connection.enabled());
        statement.setObject(4, connection.updatedAt().atOffset(ZoneOffset.UTC));
        statement.setString(5, connection.workspaceId());
        statement.setObject(6, connection.id());
        return statement.executeUpdate();
      }
    });
  }

  /** Ends it, with all that waits for it. */
  boolean delete(String workspaceId, UUID id) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("DELETE FROM connection WHERE workspace_id = ? AND id = ?")) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        return statement.executeUpdate() == 1;
      }
    });
  }

  Optional<Connection> find(String workspaceId, UUID id) {
    return select("workspace_id = ? AND id = ?", workspaceId, id).stream().findFirst();
  }

  Optional<Connection> byRequest(String workspaceId, String requestId) {
    return select("workspace_id = ? AND request_id = ?", workspaceId, requestId).stream()
        .findFirst();
  }

  /** Those that are enabled, of all the workspaces named. */
  List<Connection> enabledOf(Collection<String> workspaces) {
    return select("enabled AND workspace_id = ANY (?)", (Object) workspaces.toArray(String[]::new));
  }

  /** How they fare, the oldest first. */
  List<ConnectionLoad> loads(String workspaceId) {
    return loads("workspace_id = ? ORDER BY id", workspaceId);
  }

  /** How one fares; empty when the workspace has no such connection. */
  Optional<ConnectionLoad> load(String workspaceId, UUID id) {
    return loads("workspace_id = ? AND id = ?", workspaceId, id).stream().findFirst();
  }

  private List<ConnectionLoad> loads(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT %s,
                         (SELECT count(*) FROM delivery
                           WHERE workspace_id = c.workspace_id AND connection_id = c.id
                             AND status = 'PENDING') AS pending,
                         (SELECT count(*) FROM delivery
                           WHERE workspace_id = c.workspace_id AND connection_id = c.id
                             AND status = 'FAILED') AS failed
                    FROM connection c WHERE %s
                  """
                      .formatted(COLUMNS, condition))) {
        set(statement, parameters);
        List<ConnectionLoad> loads = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            loads.add(new ConnectionLoad(read(row), row.getLong("pending"), row.getLong("failed")));
          }
        }
        return loads;
      }
    });
  }

  private List<Connection> select(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("SELECT " + COLUMNS + " FROM connection WHERE " + condition)) {
        set(statement, parameters);
        List<Connection> connections = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            connections.add(read(row));
          }
        }
        return connections;
      }
    });
  }

  private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private Connection read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String type = row.getString("type");
    Destination destination =
        catalogue
            .find(type)
            .orElseThrow(() ->
                new IllegalStateException(
                    "connection %s is to '%s', which this version does not know"
                        .formatted(id, type)));
    Map<String, String> values = new HashMap<>(SettingsJson.read(row.getString("settings")));
    values.putAll(SettingsJson.open(secrets.open(row.getBytes("secrets"), sealContext(id))));
    return new Connection(
        row.getString("workspace_id"),
        id,
        destination,
        row.getString("name"),
        Catalogue.check(destination, values),
        row.getBoolean("enabled"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static String open(Connection connection) {
    return SettingsJson.write(
        connection
            .settings()
            .values(Catalogue.settingsOf(connection.destination()), /* secret= */ false));
  }

  private byte[] sealed(Connection connection) {
    Map<String, String> values =
        connection
            .settings()
            .values(Catalogue.settingsOf(connection.destination()), /* secret= */ true);
    return secrets.seal(SettingsJson.bytes(values), sealContext(connection.id()));
  }

  static String sealContext(UUID id) {
    return "connection/" + id;
  }
}
