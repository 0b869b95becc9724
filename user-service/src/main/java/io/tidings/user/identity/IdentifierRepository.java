package io.tidings.user.identity;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Who owns which key. Runs in the transaction of the caller, one statement a method. The owner of a
 * key changes only under the locks of the old and the new owner's profile rows.
 */
@Singleton
public final class IdentifierRepository {
  private final TransactionOperations<Connection> transactions;

  IdentifierRepository(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** The owners of those keys that have one. */
  public Map<Key, Owner> owners(String workspaceId, Collection<Key> keys) throws SQLException {
    Map<Key, Owner> owners = HashMap.newHashMap(keys.size());
    if (keys.isEmpty()) {
      return owners;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT i.type, i.value, i.profile_id, p.user_id
                  FROM unnest(?::text[], ?::text[]) AS asked (type, value)
                  JOIN identifier i
                    ON i.workspace_id = ? AND i.type = asked.type AND i.value = asked.value
                  JOIN profile p ON p.workspace_id = ? AND p.id = i.profile_id
                """)) {
      statement.setArray(1, types(keys));
      statement.setArray(2, values(keys));
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          owners.put(
              new Key(rows.getString(1), rows.getString(2)),
              new Owner(rows.getObject(3, UUID.class), rows.getString(4)));
        }
      }
    }
    return owners;
  }

  /**
   * Gives keys that nobody owned to their first owners. Where another transaction is giving one of
   * them away, waits for its end.
   *
   * @return false when some key has an owner by now; then the transaction is to be rolled back
   */
  public boolean claim(String workspaceId, SortedMap<Key, UUID> claims) throws SQLException {
    if (claims.isEmpty()) {
      return true;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO identifier (workspace_id, type, value, profile_id)
                SELECT ?, type, value, profile_id
                  FROM unnest(?::text[], ?::text[], ?::uuid[])
                    WITH ORDINALITY AS claim (type, value, profile_id, position)
                 ORDER BY position
                    ON CONFLICT (workspace_id, type, value) DO NOTHING
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, types(claims.keySet()));
      statement.setArray(3, values(claims.keySet()));
      statement.setArray(4, uuids(claims.values()));
      return statement.executeUpdate() == claims.size();
    }
  }

  /** Gives keys to other owners. */
  public void move(String workspaceId, SortedMap<Key, UUID> moves) throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                UPDATE identifier i
                   SET profile_id = move.profile_id
                  FROM unnest(?::text[], ?::text[], ?::uuid[]) AS move (type, value, profile_id)
                 WHERE i.workspace_id = ? AND i.type = move.type AND i.value = move.value
                """)) {
      statement.setArray(1, types(moves.keySet()));
      statement.setArray(2, values(moves.keySet()));
      statement.setArray(3, uuids(moves.values()));
      statement.setString(4, workspaceId);
      statement.executeUpdate();
    }
  }

  /** Takes keys away from whoever owns them. */
  public void release(String workspaceId, Collection<Key> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                DELETE FROM identifier i
                 USING unnest(?::text[], ?::text[]) AS released (type, value)
                 WHERE i.workspace_id = ? AND i.type = released.type AND i.value = released.value
                """)) {
      statement.setArray(1, types(keys));
      statement.setArray(2, values(keys));
      statement.setString(3, workspaceId);
      statement.executeUpdate();
    }
  }

  private Connection connection() {
    return transactions.getConnection();
  }

  private Array types(Collection<Key> keys) throws SQLException {
    return connection().createArrayOf("text", keys.stream().map(Key::type).toArray());
  }

  private Array values(Collection<Key> keys) throws SQLException {
    return connection().createArrayOf("text", keys.stream().map(Key::value).toArray());
  }

  private Array uuids(Collection<UUID> ids) throws SQLException {
    return connection().createArrayOf("uuid", List.copyOf(ids).toArray());
  }
}
