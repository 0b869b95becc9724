package io.tidings.user.identity;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Who owns which key, and whose owner was erased. Runs in the transaction of the caller, or in none
 * where it only reads; one statement a method. The owner of a key changes only under the locks of
 * the old and the new owner's profile rows.
 */
@Singleton
public final class IdentifierRepository {
  private final TransactionOperations<Connection> transactions;
  private final KeyDigests digests;
  private final UserIds userIds;

  IdentifierRepository(
      TransactionOperations<Connection> transactions, KeyDigests digests, UserIds userIds) {
    this.transactions = transactions;
    this.digests = digests;
    this.userIds = userIds;
  }

  /** The owners of those keys that have one. */
  public Map<Key, Owner> owners(String workspaceId, Collection<Key> keys) throws SQLException {
    return known(workspaceId, keys).owners();
  }

  /** What is known of the keys, all of it as of one moment. */
  public KnownKeys known(String workspaceId, Collection<Key> keys) throws SQLException {
    Map<Key, Owner> owners = HashMap.newHashMap(keys.size());
    Map<Key, Instant> erased = new HashMap<>();
    if (keys.isEmpty()) {
      return new KnownKeys(owners, erased);
    }
    List<Key> asked = List.copyOf(keys);
    // In most workspaces nobody was erased: there no key is looked for among those.
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT asked.position, i.profile_id, p.user_id, i.former, e.erased_at
                  FROM unnest(?::text[], ?::bytea[])
                    WITH ORDINALITY AS asked (type, digest, position)
                  LEFT JOIN LATERAL (
                   SELECT profile_id, former FROM identifier
                    WHERE workspace_id = ? AND type = asked.type AND digest = asked.digest
                    LIMIT 1) i ON true
                  LEFT JOIN LATERAL (
                   SELECT user_id FROM profile
                    WHERE workspace_id = ? AND id = i.profile_id AND (asked.type <> ? OR i.former)
                    LIMIT 1) p ON true
                  LEFT JOIN LATERAL (
                   SELECT erased_at FROM erased_key
                    WHERE (SELECT EXISTS (SELECT FROM erased_key WHERE workspace_id = ?))
                      AND workspace_id = ? AND type = asked.type AND digest = asked.digest
                    LIMIT 1) e ON true
                 WHERE i.profile_id IS NOT NULL OR e.erased_at IS NOT NULL
                """)) {
      statement.setArray(1, Columns.texts(connection(), asked, Key::type));
      statement.setArray(2, Columns.bytes(connection(), digests.of(workspaceId, asked)));
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      statement.setString(5, Identifier.USER_ID);
      statement.setString(6, workspaceId);
      statement.setString(7, workspaceId);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          Key key = asked.get(rows.getInt(1) - 1);
          UUID profileId = rows.getObject(2, UUID.class);
          if (profileId != null) {
            // A user id that was asked for is known without looking at its owner.
            boolean own = key.type().equals(Identifier.USER_ID) && !rows.getBoolean(4);
            owners.put(
                key,
                new Owner(
                    profileId,
                    own ? key.value() : userIds.open(workspaceId, profileId, rows.getBytes(3))));
          }
          OffsetDateTime erasedAt = rows.getObject(5, OffsetDateTime.class);
          if (erasedAt != null) {
            erased.put(key, erasedAt.toInstant());
          }
        }
      }
    }
    return new KnownKeys(owners, erased);
  }

  /**
   * Gives keys that nobody owned to their first owners. Where another transaction is giving one of
   * them away, waits for its end.
   *
   * @param former user ids among them that are not their owners' own
   * @return false when some key has an owner by now; then the transaction is to be rolled back
   */
  public boolean claim(String workspaceId, SortedMap<Key, UUID> claims, Set<Key> former)
      throws SQLException {
    if (claims.isEmpty()) {
      return true;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO identifier (workspace_id, type, digest, profile_id, former)
                SELECT ?, type, digest, profile_id, former
                  FROM unnest(?::text[], ?::bytea[], ?::uuid[], ?::boolean[])
                    WITH ORDINALITY AS claim (type, digest, profile_id, former, position)
                 ORDER BY position
                    ON CONFLICT (workspace_id, type, digest) DO NOTHING
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.texts(connection(), claims.keySet(), Key::type));
      statement.setArray(3, Columns.bytes(connection(), digests.of(workspaceId, claims.keySet())));
      statement.setArray(4, Columns.uuids(connection(), claims.values()));
      statement.setArray(5, Columns.flags(connection(), claims.keySet(), former::contains));
      return statement.executeUpdate() == claims.size();
    }
  }

  /** Gives keys to other owners. A user id that goes to another is not that one's own. */
  public void move(String workspaceId, SortedMap<Key, UUID> moves) throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                UPDATE identifier i
                   SET profile_id = move.profile_id, former = i.former OR i.type = 'user_id'
                  FROM unnest(?::text[], ?::bytea[], ?::uuid[]) AS move (type, digest, profile_id)
                 WHERE i.workspace_id = ? AND i.type = move.type AND i.digest = move.digest
                """)) {
      statement.setArray(1, Columns.texts(connection(), moves.keySet(), Key::type));
      statement.setArray(2, Columns.bytes(connection(), digests.of(workspaceId, moves.keySet())));
      statement.setArray(3, Columns.uuids(connection(), moves.values()));
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
                 USING unnest(?::text[], ?::bytea[]) AS released (type, digest)
                 WHERE i.workspace_id = ? AND i.type = released.type AND i.digest = released.digest
                """)) {
      statement.setArray(1, Columns.texts(connection(), keys, Key::type));
      statement.setArray(2, Columns.bytes(connection(), digests.of(workspaceId, keys)));
      statement.setString(3, workspaceId);
      statement.executeUpdate();
    }
  }

  /**
   * Notes that whoever was known by these keys was erased, so that what happened before is not
   * taken when it is told later. Only their digests are kept.
   */
  public void erased(String workspaceId, Collection<Key> keys, Instant erasedAt)
      throws SQLException {
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

  private Connection connection() {
    return transactions.getConnection();
  }
}
