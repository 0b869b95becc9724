package io.tidings.user.identity;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By what users were known who were erased, as keyed digests: so that what happened before is not
 * taken when it is told later. Runs in the transaction of the caller.
 */
@Singleton
public final class ErasedKeys {
  private final TransactionOperations<Connection> transactions;
  private final KeyDigests digests;

  ErasedKeys(TransactionOperations<Connection> transactions, KeyDigests digests) {
    this.transactions = transactions;
    this.digests = digests;
  }

  /** When the owners of these keys were last erased; keys of which nobody was are missing. */
  public Map<Key, Instant> among(String workspaceId, Collection<Key> keys) throws SQLException {
    Map<Key, Instant> erased = new HashMap<>();
    // In most workspaces nobody was: there no digest is made.
    if (keys.isEmpty() || !hasAny(workspaceId)) {
      return erased;
    }
    List<Key> asked = List.copyOf(keys);
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT asked.position, e.erased_at
                  FROM unnest(?::text[], ?::bytea[])
                    WITH ORDINALITY AS asked (type, digest, position)
                 CROSS JOIN LATERAL (
                   SELECT erased_at FROM erased_key
                    WHERE workspace_id = ? AND type = asked.type AND digest = asked.digest
                    LIMIT 1) e
                """)) {
      statement.setArray(1, Columns.texts(connection(), asked, Key::type));
      statement.setArray(2, Columns.bytes(connection(), digests.of(workspaceId, asked)));
      statement.setString(3, workspaceId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          erased.put(
              asked.get(rows.getInt(1) - 1), rows.getObject(2, OffsetDateTime.class).toInstant());
        }
      }
    }
    return erased;
  }

  /** Notes that whoever was known by these keys was erased. */
  public void add(String workspaceId, Collection<Key> keys, Instant erasedAt) throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO erased_key AS known (workspace_id, type, digest, erased_at)
                SELECT ?, type, digest, ? FROM unnest(?::text[], ?::bytea[]) AS key (type, digest)
                    ON CONFLICT (workspace_id, type, digest) DO UPDATE
                   SET erased_at = greatest(known.erased_at, excluded.erased_at)
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, OffsetDateTime.ofInstant(erasedAt, ZoneOffset.UTC));
      statement.setArray(3, Columns.texts(connection(), keys, Key::type));
      statement.setArray(4, Columns.bytes(connection(), digests.of(workspaceId, keys)));
      statement.executeUpdate();
    }
  }

  private boolean hasAny(String workspaceId) throws SQLException {
    try (var statement =
        connection()
            .prepareStatement("SELECT EXISTS (SELECT FROM erased_key WHERE workspace_id = ?)")) {
      statement.setString(1, workspaceId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
