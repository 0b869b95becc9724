package io.tidings.user.preference;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.columns.Columns;
import io.tidings.user.profile.Changes;
import io.tidings.user.profile.ProfileDirectory;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What users said of categories. */
@Singleton
final class Preferences {
  private final TransactionOperations<Connection> transactions;
  private final Changes changes;
  private final ProfileDirectory directory;
  private final Clock clock;

  Preferences(
      TransactionOperations<Connection> transactions,
      Changes changes,
      ProfileDirectory directory,
      Clock clock) {
    this.transactions = transactions;
    this.changes = changes;
    this.directory = directory;
    this.clock = clock;
  }

  /** Everything that a user said, by category and channel. */
  List<Rule> of(String workspaceId, UUID profileId) {
    return transactions.execute(OneStatement.READING, _ -> read(workspaceId, profileId));
  }

  /**
   * Writes rules; of two for the same category and channel the last counts.
   *
   * @return false where nobody has that profile (any more)
   */
  boolean write(String workspaceId, UUID profileId, List<Rule> rules) {
    Map<List<Object>, Rule> distinct = new LinkedHashMap<>();
    rules.forEach(rule -> distinct.put(List.of(rule.categoryId(), rule.channel()), rule));
    return changes.inTransaction(() -> {
      UUID user = directory.lock(workspaceId, List.of(profileId)).get(profileId);
      if (user == null) {
        return false;
      }
      insert(workspaceId, user, distinct.values());
      return true;
    });
  }

  /** What these users do not want, in no order. */
  List<OptOut> optOuts(String workspaceId, Collection<UUID> profileIds) {
    return transactions.execute(OneStatement.READING, _ -> readOptOuts(workspaceId, profileIds));
  }

  private List<Rule> read(String workspaceId, UUID profileId) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                SELECT category_id, channel, enabled FROM preference
                 WHERE workspace_id = ? AND profile_id = ?
                 ORDER BY category_id, channel
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, profileId);
      List<Rule> rules = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          rules.add(new Rule(rows.getObject(1, UUID.class), rows.getString(2), rows.getBoolean(3)));
        }
      }
      return rules;
    }
  }

  /** A category that was deleted meanwhile is passed over. */
  private void insert(String workspaceId, UUID profileId, Collection<Rule> rules)
      throws SQLException {
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO preference (workspace_id, profile_id, category_id, channel, enabled,
                                    told_at)
            SELECT c.workspace_id, ?, c.id, told.channel, told.enabled, ?
              FROM unnest(?::uuid[], ?::text[], ?::boolean[])
                AS told (category_id, channel, enabled)
              JOIN category c ON c.workspace_id = ? AND c.id = told.category_id
                ON CONFLICT (workspace_id, profile_id, category_id, channel) DO UPDATE
               SET enabled = excluded.enabled, told_at = excluded.told_at
            """)) {
      statement.setObject(1, profileId);
      statement.setObject(2, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      statement.setArray(3, Columns.uuids(connection, rules, Rule::categoryId));
      statement.setArray(4, Columns.texts(connection, rules, Rule::channel));
      statement.setArray(5, Columns.flags(connection, rules, Rule::enabled));
      statement.setString(6, workspaceId);
      statement.executeUpdate();
    }
  }

  private List<OptOut> readOptOuts(String workspaceId, Collection<UUID> profileIds)
      throws SQLException {
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            SELECT asked.id, c.id, c.identifier, p.channel, p.told_at
              FROM unnest(?::uuid[]) AS asked (id)
              LEFT JOIN merged_profile m ON m.workspace_id = ? AND m.id = asked.id
              JOIN preference p
                ON p.workspace_id = ? AND p.profile_id = coalesce(m.profile_id, asked.id)
               AND NOT p.enabled
              JOIN category c ON c.workspace_id = ? AND c.id = p.category_id
            """)) {
      statement.setArray(1, Columns.uuids(connection, profileIds));
      statement.setString(2, workspaceId);
      statement.setString(3, workspaceId);
      statement.setString(4, workspaceId);
      List<OptOut> optOuts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          optOuts.add(
              new OptOut(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getObject(5, OffsetDateTime.class).toInstant()));
        }
      }
      return optOuts;
    }
  }
}
