package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.rpc.Part;
import io.tidings.secrets.Secrets;
import io.tidings.user.Found;
import io.tidings.user.attribute.HolderPage;
import io.tidings.user.identity.KeyDigests;
import io.tidings.user.identity.UserIds;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Profiles in the database. Runs in the transaction of the caller, one statement a method. */
@Singleton
final class ProfileRepository {
  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;
  private final UserIds userIds;
  private final KeyDigests digests;

  ProfileRepository(
      TransactionOperations<Connection> transactions,
      Secrets secrets,
      UserIds userIds,
      KeyDigests digests) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.userIds = userIds;
    this.digests = digests;
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
      statement.setArray(2, Columns.uuids(connection(), ids));
      for (Profile profile : profiles(workspaceId, statement)) {
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
                INSERT INTO profile (workspace_id, id, user_id, document, version, created_at,
                                     updated_at)
                SELECT ?, id, user_id, document, version, created_at, updated_at
                  FROM unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::bigint[], ?::timestamptz[],
                              ?::timestamptz[])
                    AS row (id, user_id, document, version, created_at, updated_at)
                    ON CONFLICT (workspace_id, id) DO UPDATE
                   SET user_id = excluded.user_id, document = excluded.document,
                       version = excluded.version, created_at = excluded.created_at,
                       updated_at = excluded.updated_at
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection(), profiles, Profile::id));
      statement.setArray(
          3,
          Columns.bytes(
              connection(),
              profiles,
              profile -> userIds.seal(workspaceId, profile.id(), profile.userId())));
      statement.setArray(
          4, Columns.bytes(connection(), profiles, profile -> sealed(workspaceId, profile)));
      statement.setArray(5, Columns.numbers(connection(), profiles, Profile::version));
      statement.setArray(6, Columns.instants(connection(), profiles, Profile::createdAt));
      statement.setArray(7, Columns.instants(connection(), profiles, Profile::updatedAt));
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
                ), earlier AS (
                  UPDATE merged_profile m SET profile_id = merge.profile_id
                    FROM merge
                   WHERE m.workspace_id = ? AND m.profile_id = merge.id
                )
                INSERT INTO merged_profile (workspace_id, id, profile_id, merged_at)
                SELECT ?, id, profile_id, ? FROM merge
                """)) {
      statement.setArray(1, Columns.uuids(connection(), absorbed));
      statement.setArray(2, Columns.uuids(connection(), absorbed, merges::get));
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      statement.setString(5, workspaceId);
      statement.setObject(6, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      statement.executeUpdate();
    }
  }

  /**
   * The selected profiles, each in its selector's place. Those that would be more than is read at
   * once are left out, the first never.
   */
  List<Found<Profile>> find(String workspaceId, List<Selector> selectors) throws SQLException {
    List<Found<Profile>> found =
        new ArrayList<>(Collections.nCopies(selectors.size(), Found.nothing()));
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT id, user_id, version, created_at, updated_at, position,
                       CASE WHEN bytes <= ? OR place = 1 THEN document END AS document
                  FROM (
                    SELECT p.*, selected.position,
                           row_number() OVER (ORDER BY selected.position) AS place,
                           sum(octet_length(p.document)) OVER (ORDER BY selected.position) AS bytes
                      FROM %s
                     CROSS JOIN LATERAL (
                        SELECT * FROM profile
                         WHERE id = selected.profile_id AND workspace_id = ?
                         LIMIT 1) p) found
                """
                    .formatted(Selection.SQL))) {
      statement.setInt(1, Profile.BYTES_AT_ONCE);
      int next = Selection.set(statement, 2, workspaceId, selectors, digests);
      statement.setString(next, workspaceId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] document = rows.getBytes("document");
          found.set(
              rows.getInt("position") - 1,
              document == null
                  ? new Found<>(null, true)
                  : new Found<>(profile(workspaceId, rows, document), false));
        }
      }
    }
    return found;
  }

  /**
   * The profiles that follow in the order of their creation: at most so many, and no more than is
   * read at once.
   */
  Part<Profile> page(String workspaceId, @Nullable UUID after, int size) throws SQLException {
    return HolderPage.of(
        connection(),
        "profile",
        workspaceId,
        after,
        size,
        (row, document) -> profile(workspaceId, row, document));
  }

  private List<Profile> profiles(String workspaceId, PreparedStatement statement)
      throws SQLException {
    List<Profile> profiles = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        profiles.add(profile(workspaceId, rows, rows.getBytes("document")));
      }
    }
    return profiles;
  }

  private Profile profile(String workspaceId, ResultSet row, byte[] sealed) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    ProfileCodec.Document document =
        ProfileCodec.document(
            secrets.open(sealed, SealedProfiles.context(workspaceId, id.toString())));
    return new Profile(
        id,
        userIds.open(workspaceId, id, row.getBytes("user_id")),
        document.identifiers(),
        document.attributes(),
        document.devices(),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  private byte[] sealed(String workspaceId, Profile profile) {
    return secrets.seal(
        ProfileCodec.document(profile),
        SealedProfiles.context(workspaceId, profile.id().toString()));
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
