package io.tidings.user.company;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.user.company.Membership.Pair;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Memberships in the database. Runs in the transaction of the caller, one statement a method.
 * Whoever writes holds the profile's row.
 */
@Singleton
final class MembershipRepository {
  private final TransactionOperations<Connection> transactions;

  MembershipRepository(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** What is known of these pairs, those that ended among them. */
  Map<Pair, Membership> find(String workspaceId, Collection<Pair> pairs) throws SQLException {
    Map<Pair, Membership> found = new HashMap<>();
    if (pairs.isEmpty()) {
      return found;
    }
    List<Pair> asked = List.copyOf(pairs);
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT m.* FROM membership m
                  JOIN unnest(?::uuid[], ?::uuid[]) AS asked (profile_id, company_id)
                    ON m.workspace_id = ? AND m.profile_id = asked.profile_id
                   AND m.company_id = asked.company_id
                """)) {
      statement.setArray(1, Columns.uuids(connection(), asked, Pair::profileId));
      statement.setArray(2, Columns.uuids(connection(), asked, Pair::companyId));
      statement.setString(3, workspaceId);
      memberships(statement).forEach(membership -> found.put(membership.pair(), membership));
    }
    return found;
  }

  void save(String workspaceId, List<Membership> memberships) throws SQLException {
    if (memberships.isEmpty()) {
      return;
    }
    try (var statement =
        connection()
            .prepareStatement(
                """
                INSERT INTO membership (workspace_id, profile_id, company_id, member, member_at,
                                        role, role_at)
                SELECT ?, row.* FROM unnest(?::uuid[], ?::uuid[], ?::boolean[], ?::timestamptz[],
                                            ?::text[], ?::timestamptz[]) AS row
                    ON CONFLICT (workspace_id, profile_id, company_id) DO UPDATE
                   SET member = excluded.member, member_at = excluded.member_at,
                       role = excluded.role, role_at = excluded.role_at
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection(), memberships, Membership::profileId));
      statement.setArray(3, Columns.uuids(connection(), memberships, Membership::companyId));
      statement.setArray(4, Columns.flags(connection(), memberships, Membership::member));
      statement.setArray(5, Columns.instants(connection(), memberships, Membership::memberAt));
      statement.setArray(6, Columns.texts(connection(), memberships, Membership::role));
      statement.setArray(7, Columns.instants(connection(), memberships, Membership::roleAt));
      statement.executeUpdate();
    }
  }

  /**
   * Moves the memberships of absorbed profiles to those that they are part of now.
   *
   * @param merges each absorbed profile with one that is still there
   * @return the memberships that those have by it
   */
  List<Membership> follow(String workspaceId, Map<UUID, UUID> merges) throws SQLException {
    List<UUID> absorbed = List.copyOf(merges.keySet());
    try (var statement =
        connection()
            .prepareStatement(
                """
                WITH moved AS (
                  DELETE FROM membership m
                   USING unnest(?::uuid[], ?::uuid[]) AS merge (id, heir)
                   WHERE m.workspace_id = ? AND m.profile_id = merge.id
                  RETURNING merge.heir, m.*
                ), told AS (
                  SELECT heir, company_id, member, member_at, role, role_at FROM moved
                  UNION ALL
                  SELECT known.profile_id, known.company_id, known.member, known.member_at,
                         known.role, known.role_at
                    FROM membership known
                    JOIN (SELECT DISTINCT heir, company_id FROM moved) AS m
                      ON known.workspace_id = ? AND known.profile_id = m.heir
                     AND known.company_id = m.company_id
                )
                INSERT INTO membership (workspace_id, profile_id, company_id, member, member_at,
                                        role, role_at)
                SELECT ?, heir, company_id,
                       (array_agg(member ORDER BY member_at DESC, member DESC))[1], max(member_at),
                       (array_agg(role ORDER BY role_at DESC, role COLLATE "C" DESC))[1],
                       max(role_at)
                  FROM told
                 GROUP BY heir, company_id
                    ON CONFLICT (workspace_id, profile_id, company_id) DO UPDATE
                   SET member = excluded.member, member_at = excluded.member_at,
                       role = excluded.role, role_at = excluded.role_at
                RETURNING *
                """)) {
      statement.setArray(1, Columns.uuids(connection(), absorbed));
      statement.setArray(
          2, Columns.uuids(connection(), absorbed, id -> Objects.requireNonNull(merges.get(id))));
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      statement.setString(5, workspaceId);
      return memberships(statement);
    }
  }

  /** The companies of these users as they stand, the first so many of each. */
  List<Membership> ofProfiles(String workspaceId, List<UUID> profileIds, UUID after, int limit)
      throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT m.*
                  FROM unnest(?::uuid[]) WITH ORDINALITY AS asked (profile_id, position)
                 CROSS JOIN LATERAL (
                   SELECT * FROM membership
                    WHERE workspace_id = ? AND profile_id = asked.profile_id AND company_id > ?
                      AND member
                    ORDER BY company_id
                    LIMIT ?) m
                 ORDER BY asked.position, m.company_id
                """)) {
      statement.setArray(1, Columns.uuids(connection(), profileIds));
      statement.setString(2, workspaceId);
      statement.setObject(3, after);
      statement.setInt(4, limit);
      return memberships(statement);
    }
  }

  /** The users of a company that follow in the order of their creation. */
  List<Membership> ofCompany(String workspaceId, UUID companyId, UUID after, int limit)
      throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT * FROM membership
                 WHERE workspace_id = ? AND company_id = ? AND profile_id > ? AND member
                 ORDER BY profile_id
                 LIMIT ?
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, companyId);
      statement.setObject(3, after);
      statement.setInt(4, limit);
      return memberships(statement);
    }
  }

  /** How many users each of the companies has; those without any are missing. */
  Map<UUID, Long> count(String workspaceId, Collection<UUID> companyIds) throws SQLException {
    Map<UUID, Long> counts = new HashMap<>();
    try (var statement =
        connection()
            .prepareStatement(
                """
                SELECT company_id, count(*) FROM membership
                 WHERE workspace_id = ? AND company_id = ANY (?::uuid[]) AND member
                 GROUP BY company_id
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection(), companyIds));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counts.put(rows.getObject(1, UUID.class), rows.getLong(2));
        }
      }
    }
    return counts;
  }

  /** Forgets everybody of a company. */
  void deleteOfCompany(String workspaceId, UUID companyId) throws SQLException {
    delete("company_id", workspaceId, companyId);
  }

  /** Forgets to which companies a user belongs, or belonged. */
  int deleteOfProfile(String workspaceId, UUID profileId) throws SQLException {
    return delete("profile_id", workspaceId, profileId);
  }

  private int delete(String column, String workspaceId, UUID id) throws SQLException {
    try (var statement =
        connection()
            .prepareStatement(
                "DELETE FROM membership WHERE workspace_id = ? AND %s = ?".formatted(column))) {
      statement.setString(1, workspaceId);
      statement.setObject(2, id);
      return statement.executeUpdate();
    }
  }

  private static List<Membership> memberships(PreparedStatement statement) throws SQLException {
    List<Membership> memberships = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        memberships.add(
            new Membership(
                rows.getObject("profile_id", UUID.class),
                rows.getObject("company_id", UUID.class),
                rows.getBoolean("member"),
                instant(rows, "member_at"),
                rows.getString("role"),
                instant(rows, "role_at")));
      }
    }
    return memberships;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private Connection connection() {
    return transactions.getConnection();
  }
}
