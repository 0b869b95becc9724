package io.tidings.integration.key;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.integration.key.Keys.Presented;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key}. */
@Singleton
final class KeyRepository {
  private static final String COLUMNS =
      """
      workspace_id, id, kind, name, hint, typing, trusted_domains, calls_per_second, created_at, \
      revoked_at\
      """;

  private final TransactionOperations<Connection> transactions;

  KeyRepository(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * @param requestId null where the caller gave none
   * @return false if the request was answered before
   */
  boolean insert(ApiKey key, byte[] secretHash, @Nullable String requestId) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO api_key (workspace_id, id, kind, name, hint, created_at, secret_hash,
                                       request_id, typing, trusted_domains, calls_per_second)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT (workspace_id, request_id) DO NOTHING
                  """)) {
        statement.setString(1, key.workspaceId());
        statement.setObject(2, key.id());
        statement.setString(3, key.kind().name());
        statement.setString(4, key.name());
        statement.setString(5, key.hint());
        statement.setObject(6, key.createdAt().atOffset(ZoneOffset.UTC));
        statement.setBytes(7, secretHash);
        statement.setString(8, requestId);
        setSettings(statement, 9, key.settings());
        return statement.executeUpdate() == 1;
      }
    });
  }

  Optional<ApiKey> byRequest(String workspaceId, String requestId) {
    return many("workspace_id = ? AND request_id = ?", workspaceId, requestId).stream().findFirst();
  }

  Optional<Presented> bySecret(byte[] secretHash) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT key.*, workspace.disabled_at
                    FROM api_key AS key JOIN workspace ON workspace.id = key.workspace_id
                   WHERE secret_hash = ?
                  """)) {
        statement.setBytes(1, secretHash);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(new Presented(key(row), row.getObject("disabled_at") != null))
              : Optional.empty();
        }
      }
    });
  }

  /**
   * @param after the last key of the page before; null for the first page
   * @return the newest first
   */
  List<ApiKey> list(String workspaceId, @Nullable UUID after, int limit) {
    return after == null
        ? many("workspace_id = ? ORDER BY id DESC LIMIT ?", workspaceId, limit)
        : many("workspace_id = ? AND id < ? ORDER BY id DESC LIMIT ?", workspaceId, after, limit);
  }

  /** Null keeps what is there. Empty when the workspace has no such key. */
  Optional<ApiKey> update(
      String workspaceId, UUID id, @Nullable String name, @Nullable SourceSettings settings) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE api_key
                     SET name = coalesce(?, name), typing = coalesce(?, typing),
                         trusted_domains = coalesce(?, trusted_domains),
                         calls_per_second = coalesce(?, calls_per_second)
                   WHERE workspace_id = ? AND id = ?
                  RETURNING %s
                  """
                      .formatted(COLUMNS))) {
        statement.setString(1, name);
        setSettings(statement, 2, settings);
        statement.setString(5, workspaceId);
        statement.setObject(6, id);
        return read(statement).stream().findFirst();
      }
    });
  }

  /** Empty when the workspace has no such key. A key that was revoked before keeps its time. */
  Optional<ApiKey> revoke(String workspaceId, UUID id, Instant now) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE api_key SET revoked_at = coalesce(revoked_at, ?)
                   WHERE workspace_id = ? AND id = ?
                  RETURNING %s
                  """
                      .formatted(COLUMNS))) {
        statement.setObject(1, now.atOffset(ZoneOffset.UTC));
        statement.setString(2, workspaceId);
        statement.setObject(3, id);
        return read(statement).stream().findFirst();
      }
    });
  }

  private List<ApiKey> many(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("SELECT " + COLUMNS + " FROM api_key WHERE " + condition)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return read(statement);
      }
    });
  }

  /** Its three columns, from a place on; nulls for none. */
  private static void setSettings(
      PreparedStatement statement, int from, @Nullable SourceSettings settings)
      throws SQLException {
    statement.setString(from, settings == null ? null : settings.typing().name());
    statement.setArray(
        from + 1,
        settings == null
            ? null
            : Columns.texts(statement.getConnection(), settings.trustedDomains()));
    statement.setObject(
        from + 2, settings == null ? null : settings.callsPerSecond(), Types.INTEGER);
  }

  private static List<ApiKey> read(PreparedStatement statement) throws SQLException {
    List<ApiKey> keys = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        keys.add(key(row));
      }
    }
    return keys;
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    OffsetDateTime revokedAt = row.getObject("revoked_at", OffsetDateTime.class);
    return new ApiKey(
        row.getString("workspace_id"),
        row.getObject("id", UUID.class),
        KeyKind.valueOf(row.getString("kind")),
        row.getString("name"),
        row.getString("hint"),
        new SourceSettings(
            SourceSettings.Typing.valueOf(row.getString("typing")),
            List.of((String[]) row.getArray("trusted_domains").getArray()),
            row.getInt("calls_per_second")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        revokedAt == null ? null : revokedAt.toInstant());
  }
}
