package io.tidings.integration.source;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.integration.connection.SettingsJson;
import io.tidings.integration.destination.Settings;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code source_connection}. */
@Singleton
class SourceRepository {
  private final TransactionOperations<Connection> transactions;
  private final SourceCatalogue catalogue;
  private final Secrets secrets;

  SourceRepository(
      TransactionOperations<Connection> transactions, SourceCatalogue catalogue, Secrets secrets) {
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.secrets = secrets;
  }

  /** A connection that a webhook names, and whether its workspace is not to be used. */
  record Addressed(SourceConnection connection, boolean workspaceDisabled) {}

  /**
   * @param requestId null where the caller gave none
   * @return false if the request was answered before
   */
  boolean insert(SourceConnection made, @Nullable String requestId) {
    return change(
            """
            INSERT INTO source_connection
              (settings, secrets, updated_at, workspace_id, id, type, name, created_at, request_id)
            VALUES (?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace_id, request_id) DO NOTHING
            """,
            open(made),
            sealed(made),
            at(made.updatedAt()),
            made.workspaceId(),
            made.id(),
            made.source().id(),
            made.name(),
            at(made.createdAt()),
            requestId)
        == 1;
  }

  void update(SourceConnection changed) {
    change(
        """
        UPDATE source_connection SET settings = ?::jsonb, secrets = ?, updated_at = ?
         WHERE workspace_id = ? AND id = ?
        """,
        open(changed),
        sealed(changed),
        at(changed.updatedAt()),
        changed.workspaceId(),
        changed.id());
  }

  boolean delete(String workspaceId, UUID id) {
    return change(
            "DELETE FROM source_connection WHERE workspace_id = ? AND id = ?", workspaceId, id)
        == 1;
  }

  Optional<SourceConnection> find(String workspaceId, UUID id) {
    return select("workspace_id = ? AND source_connection.id = ?", workspaceId, id).stream()
        .map(Addressed::connection)
        .findFirst();
  }

  Optional<SourceConnection> byRequest(String workspaceId, String requestId) {
    return select("workspace_id = ? AND request_id = ?", workspaceId, requestId).stream()
        .map(Addressed::connection)
        .findFirst();
  }

  /** Of whichever workspace has it. */
  Optional<Addressed> addressed(UUID id) {
    return select("source_connection.id = ?", id).stream().findFirst();
  }

  /**
   * @param after the last one of the page before; null for the first page
   * @return the oldest first
   */
  List<SourceConnection> list(String workspaceId, @Nullable UUID after, int limit) {
    List<Addressed> page =
        after == null
            ? select("workspace_id = ? ORDER BY source_connection.id LIMIT ?", workspaceId, limit)
            : select(
                """
                workspace_id = ? AND source_connection.id > ?
                ORDER BY source_connection.id LIMIT ?\
                """,
                workspaceId,
                after,
                limit);
    return page.stream().map(Addressed::connection).toList();
  }

  private int change(String sql, @Nullable Object... parameters) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
        set(statement, parameters);
        return statement.executeUpdate();
      }
    });
  }

  private List<Addressed> select(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT source_connection.*, workspace.disabled_at
                    FROM source_connection
                    JOIN workspace ON workspace.id = source_connection.workspace_id
                   WHERE %s
                  """
                      .formatted(condition))) {
        set(statement, parameters);
        List<Addressed> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            found.add(new Addressed(read(row), row.getObject("disabled_at") != null));
          }
        }
        return found;
      }
    });
  }

  private static void set(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private SourceConnection read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String type = row.getString("type");
    Source source =
        catalogue
            .find(type)
            .orElseThrow(() ->
                new IllegalStateException(
                    "source %s is '%s', which this version does not know".formatted(id, type)));
    Map<String, String> values = new HashMap<>(SettingsJson.read(row.getString("settings")));
    values.putAll(SettingsJson.open(secrets.open(row.getBytes("secrets"), sealContext(id))));
    return new SourceConnection(
        row.getString("workspace_id"),
        id,
        source,
        row.getString("name"),
        Settings.of(source.settings(), values),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static String open(SourceConnection connection) {
    return SettingsJson.write(
        connection.settings().values(connection.source().settings(), /* secret= */ false));
  }

  private byte[] sealed(SourceConnection connection) {
    Map<String, String> values =
        connection.settings().values(connection.source().settings(), /* secret= */ true);
    return secrets.seal(SettingsJson.bytes(values), sealContext(connection.id()));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static String sealContext(UUID id) {
    return "source/" + id;
  }
}
