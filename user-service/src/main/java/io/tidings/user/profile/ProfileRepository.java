package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.user.identity.Key;
import jakarta.inject.Singleton;
import java.sql.Connection;
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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Profiles in the database. Runs in the transaction of the caller, one statement a method. */
@Singleton
final class ProfileRepository {
  private final TransactionOperations<Connection> transactions;

  ProfileRepository(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * The profiles with these ids, each locked until the transaction ends, in the same order by
   * everybody. Those that are no more are missing.
   */
  Map<UUID, Profile> lock(String workspaceId, Collection<UUID> ids) throws SQLException {
    Map<UUID, Profile> profiles = new HashMap<>();
    if (ids.isEmpty()) {
      return profiles;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT p.* FROM profile p
                 WHERE p.workspace_id = ? AND p.id = ANY (?::uuid[])
                 ORDER BY p.id
                   FOR NO KEY UPDATE
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, connection().createArrayOf("uuid", ids.toArray()));
      for (Profile profile : profiles(statement)) {
        profiles.put(profile.id(), profile);
      }
    }
    return profiles;
  }

  /** Writes profiles that are new or locked. */
  void save(String workspaceId, List<Profile> profiles) throws SQLException {
    if (profiles.isEmpty()) {
      return;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO profile (workspace_id, id, user_id, identifiers, attributes, devices,
                                     version, created_at, updated_at)
                SELECT ?, id, user_id, convert_from(identifiers, 'UTF8')::jsonb,
                       convert_from(attributes, 'UTF8')::jsonb, convert_from(devices, 'UTF8')::jsonb,
                       version, created_at, updated_at
                  FROM unnest(?::uuid[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[],
                              ?::timestamptz[], ?::timestamptz[])
                    AS row (id, user_id, identifiers, attributes, devices, version, created_at,
                            updated_at)
                    ON CONFLICT (workspace_id, id) DO UPDATE
                   SET user_id = excluded.user_id, identifiers = excluded.identifiers,
                       attributes = excluded.attributes, devices = excluded.devices,
                       version = excluded.version, created_at = excluded.created_at,
                       updated_at = excluded.updated_at
                """)) {
      statement.setString(1, workspaceId);
      setArray(statement, 2, "uuid", profiles, Profile::id);
      setArray(statement, 3, "text", profiles, Profile::userId);
      setBytes(statement, 4, profiles, profile -> ProfileCodec.identifiers(profile.identifiers()));
      setBytes(statement, 5, profiles, profile -> ProfileCodec.attributes(profile.attributes()));
      setBytes(statement, 6, profiles, profile -> ProfileCodec.devices(profile.devices()));
      setArray(statement, 7, "int8", profiles, Profile::version);
      setArray(statement, 8, "timestamptz", profiles, Profile::createdAt);
      setArray(statement, 9, "timestamptz", profiles, Profile::updatedAt);
      statement.executeUpdate();
    }
  }

  /** Removes profiles that are part of others now; their ids lead there. */
  void redirect(String workspaceId, Map<UUID, UUID> merges, Instant now) throws SQLException {
    if (merges.isEmpty()) {
      return;
    }
    List<UUID> absorbed = List.copyOf(merges.keySet());
    try (var statement =
        connection()
            .prepareStatement(
                """
                WITH merge AS (
                  SELECT * FROM unnest(?::uuid[], ?::uuid[]) AS merge (id, profile_id)
                ), removed AS (
                  DELETE FROM profile p USING merge
                   WHERE p.workspace_id = ? AND p.id = merge.id
                )
                INSERT INTO merged_profile (workspace_id, id, profile_id, merged_at)
                SELECT ?, id, profile_id, ? FROM merge
                """)) {
      setArray(statement, 1, "uuid", absorbed, id -> id);
      setArray(statement, 2, "uuid", absorbed, merges::get);
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      statement.setObject(5, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      statement.executeUpdate();
    }
  }

  /** The selected profiles, each in its selector's place; null where nobody is known by it. */
  List<@Nullable Profile> find(String workspaceId, List<Selector> selectors) throws SQLException {
    @Nullable Profile[] found = new Profile[selectors.size()];
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT p.*, asked.position
                  FROM unnest(?::uuid[], ?::text[], ?::text[])
                    WITH ORDINALITY AS asked (id, type, value, position)
                  LEFT JOIN identifier i
                    ON i.workspace_id = ? AND i.type = asked.type AND i.value = asked.value
                  LEFT JOIN merged_profile m ON m.workspace_id = ? AND m.id = asked.id
                  JOIN profile p
                    ON p.workspace_id = ? AND p.id = coalesce(i.profile_id, m.profile_id, asked.id)
                """)) {
      setArray(statement, 1, "uuid", selectors, Selector::id);
      setArray(statement, 2, "text", selectors, selector -> part(selector, Key::type));
      setArray(statement, 3, "text", selectors, selector -> part(selector, Key::value));
      statement.setString(4, workspaceId);
      statement.setString(5, workspaceId);
      statement.setString(6, workspaceId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found[rows.getInt("position") - 1] = profile(rows);
        }
      }
    }
    return Arrays.asList(found);
  }

  /** The profiles that follow in the order of their creation. */
  List<Profile> page(String workspaceId, @Nullable UUID after, int size) throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT p.* FROM profile p
                 WHERE p.workspace_id = ? AND p.id > coalesce(?::uuid, '00000000-0000-0000-0000-000000000000')
                 ORDER BY p.id
                 LIMIT ?
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, after);
      statement.setInt(3, size);
      return profiles(statement);
    }
  }

  private static List<Profile> profiles(PreparedStatement statement) throws SQLException {
    List<Profile> profiles = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        profiles.add(profile(rows));
      }
    }
    return profiles;
  }

  private static Profile profile(ResultSet row) throws SQLException {
    return new Profile(
        row.getObject("id", UUID.class),
        row.getString("user_id"),
        ProfileCodec.identifiers(row.getString("identifiers")),
        ProfileCodec.attributes(row.getString("attributes")),
        ProfileCodec.devices(row.getString("devices")),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable String part(Selector selector, Function<Key, String> part) {
    return selector.key() == null ? null : part.apply(selector.key());
  }

  private <T> void setArray(
      PreparedStatement statement,
      int index,
      String type,
      List<T> rows,
      Function<T, ? extends @Nullable Object> column)
      throws SQLException {
    statement.setArray(
        index, connection().createArrayOf(type, rows.stream().map(column).toArray()));
  }

  /** JSON as bytes: these arrays travel in binary, while text would be escaped quote by quote. */
  private void setBytes(
      PreparedStatement statement,
      int index,
      List<Profile> profiles,
      Function<Profile, byte[]> column)
      throws SQLException {
    statement.setArray(
        index,
        connection().createArrayOf("bytea", profiles.stream().map(column).toArray(byte[][]::new)));
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
