package io.tidings.integration.key;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
      "workspace_id, id, kind, name, hint, created_at, revoked_at";

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
                  INSERT INTO api_key (workspace_id, id, kind, name, hint, created_at, secret_hash, request_id)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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
        return statement.executeUpdate() == 1;
      }
    });
  }

  Optional<ApiKey> byRequest(String workspaceId, String requestId) {
    return one("workspace_id = ? AND request_id = ?", workspaceId, requestId);
  }

  Optional<ApiKey> bySecret(byte[] secretHash) {
    return one("secret_hash = ?", secretHash);
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

  private Optional<ApiKey> one(String condition, Object... parameters) {
    return many(condition, parameters).stream().findFirst();
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

  private static List<ApiKey> read(PreparedStatement statement) throws SQLException {
    List<ApiKey> keys = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        OffsetDateTime revokedAt = row.getObject("revoked_at", OffsetDateTime.class);
        keys.add(
            new ApiKey(
                row.getString("workspace_id"),
                row.getObject("id", UUID.class),
                KeyKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("hint"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                revokedAt == null ? null : revokedAt.toInstant()));
      }
    }
    return keys;
  }
}
