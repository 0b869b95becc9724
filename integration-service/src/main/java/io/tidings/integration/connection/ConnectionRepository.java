package io.tidings.integration.connection;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.secrets.SealedColumn;
import io.tidings.secrets.Secrets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table of connections of one kind. */
public abstract class ConnectionRepository<T extends Connectable> {
  private final String table;
  private final String sealedFor;
  private final TransactionOperations<java.sql.Connection> transactions;
  private final Catalogue<T> catalogue;
  private final Secrets secrets;

  /**
   * @param sealedFor what the context begins with in which the secrets are sealed
   */
  protected ConnectionRepository(
      String table,
      String sealedFor,
      TransactionOperations<java.sql.Connection> transactions,
      Catalogue<T> catalogue,
      Secrets secrets) {
    this.table = table;
    this.sealedFor = sealedFor;
    this.transactions = transactions;
    this.catalogue = catalogue;
    this.secrets = secrets;
  }

  /** What else this table keeps of a connection that is made, by column. */
  protected Map<String, Object> alsoKept(Connection<T> made) {
    return Map.of();
  }

  /** What else becomes of a connection whose settings are replaced, by column. */
  protected Map<String, Object> alsoReplaced() {
    return Map.of();
  }

  /**
   * @param requestId null where the caller gave none
   * @return false if the request was answered before
   */
  boolean insert(Connection<T> made, @Nullable String requestId) {
    Map<String, Object> also = alsoKept(made);
    return change(
            """
            INSERT INTO %s
              (%s workspace_id, id, request_id, type, name, settings, secrets, created_at, updated_at)
            VALUES (%s ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            ON CONFLICT (workspace_id, request_id) DO NOTHING
            """
                .formatted(table, each(also, "%s,"), each(also, "?,")),
            also.values(),
            made.workspaceId(),
            made.id(),
            requestId,
            made.to().id(),
            made.name(),
            SettingsJson.write(made.settings().open()),
            sealed(made),
            at(made.createdAt()),
            at(made.updatedAt()))
        == 1;
  }

  void update(Connection<T> changed) {
    Map<String, Object> also = alsoReplaced();
    change(
        """
        UPDATE %s SET %s settings = ?::jsonb, secrets = ?, updated_at = ?
         WHERE workspace_id = ? AND id = ?
        """
            .formatted(table, each(also, "%s = ?,")),
        also.values(),
        SettingsJson.write(changed.settings().open()),
        sealed(changed),
        at(changed.updatedAt()),
        changed.workspaceId(),
        changed.id());
  }

  /** Ends it, with all that hangs on it. */
  boolean delete(String workspaceId, UUID id) {
    return change(
            "DELETE FROM %s WHERE workspace_id = ? AND id = ?".formatted(table),
            List.of(),
            workspaceId,
            id)
        == 1;
  }

  Optional<Connection<T>> find(String workspaceId, UUID id) {
    return where("workspace_id = ? AND id = ?", workspaceId, id).stream().findFirst();
  }

  Optional<Connection<T>> byRequest(String workspaceId, String requestId) {
    return where("workspace_id = ? AND request_id = ?", workspaceId, requestId).stream()
        .findFirst();
  }

  /**
   * @param after the last one of the page before; null for the first page
   * @return the oldest first
   */
  List<Connection<T>> list(String workspaceId, @Nullable UUID after, int limit) {
    return after == null
        ? where("workspace_id = ? ORDER BY id LIMIT ?", workspaceId, limit)
        : where("workspace_id = ? AND id > ? ORDER BY id LIMIT ?", workspaceId, after, limit);
  }

  protected List<Connection<T>> where(String condition, Object... parameters) {
    return select("SELECT * FROM %s WHERE %s".formatted(table, condition), this::read, parameters);
  }

  /** What becomes of one row. */
  protected interface RowReading<R> {
    R of(ResultSet row) throws SQLException;
  }

  protected <R> List<R> select(String sql, RowReading<R> reading, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
        set(statement, List.of(parameters));
        List<R> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            found.add(reading.of(row));
          }
        }
        return found;
      }
    });
  }

  protected Connection<T> read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String type = row.getString("type");
    T to =
        catalogue
            .find(type)
            .orElseThrow(() ->
                new IllegalStateException(
                    "connection %s is to '%s', which this version does not know"
                        .formatted(id, type)));
    Map<String, String> values = new HashMap<>(SettingsJson.read(row.getString("settings")));
    values.putAll(SettingsJson.open(secrets.open(row.getBytes("secrets"), context(id))));
    return new Connection<>(
        row.getString("workspace_id"),
        id,
        to,
        row.getString("name"),
        Settings.of(to.settings(), values),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  /** For the rotation of keys. */
  public SealedColumn sealedColumn() {
    return new SealedColumn(
        table,
        "secrets",
        List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id")),
        key -> context(UUID.fromString(key.getLast())));
  }

  protected static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private byte[] sealed(Connection<T> connection) {
    return secrets.seal(
        SettingsJson.bytes(connection.settings().secret()), context(connection.id()));
  }

  private String context(UUID id) {
    return "%s/%s".formatted(sealedFor, id);
  }

  private int change(String sql, Collection<Object> first, @Nullable Object... then) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
        List<@Nullable Object> parameters = new ArrayList<>(first);
        parameters.addAll(Arrays.asList(then));
        set(statement, parameters);
        return statement.executeUpdate();
      }
    });
  }

  private static void set(PreparedStatement statement, List<? extends @Nullable Object> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
  }

  private static String each(Map<String, Object> columns, String form) {
    return columns.keySet().stream().map(form::formatted).collect(Collectors.joining());
  }
}
