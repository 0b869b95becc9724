package io.tidings.user.preference;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.user.profile.ProfileBelongings;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Preferences and subscriptions go where their users go; what was said last counts. */
@Singleton
final class PreferenceBelongings implements ProfileBelongings {
  private final TransactionOperations<Connection> transactions;

  PreferenceBelongings(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  @Override
  public void follow(String workspaceId, Map<UUID, UUID> heirs, Instant now) throws SQLException {
    follow(
        workspaceId,
        heirs,
        """
        WITH moved AS (
          DELETE FROM preference p USING unnest(?::uuid[], ?::uuid[]) AS merge (id, heir)
           WHERE p.workspace_id = ? AND p.profile_id = merge.id
          RETURNING merge.heir, p.*
        ), latest AS (
          SELECT DISTINCT ON (heir, category_id, channel) * FROM moved
           ORDER BY heir, category_id, channel, told_at DESC, enabled
        )
        INSERT INTO preference AS known (workspace_id, profile_id, category_id, channel, enabled,
                                         told_at)
        SELECT workspace_id, heir, category_id, channel, enabled, told_at FROM latest
            ON CONFLICT (workspace_id, profile_id, category_id, channel) DO UPDATE
           SET enabled = excluded.enabled, told_at = excluded.told_at
         WHERE excluded.told_at > known.told_at
        """);
    follow(
        workspaceId,
        heirs,
        """
        WITH moved AS (
          DELETE FROM subscription s USING unnest(?::uuid[], ?::uuid[]) AS merge (id, heir)
           WHERE s.workspace_id = ? AND s.profile_id = merge.id
          RETURNING merge.heir, s.*
        ), latest AS (
          SELECT DISTINCT ON (heir, topic_id) * FROM moved
           ORDER BY heir, topic_id, subscribed_at DESC
        )
        INSERT INTO subscription AS known (workspace_id, profile_id, topic_id, channels,
                                           subscribed_at)
        SELECT workspace_id, heir, topic_id, channels, subscribed_at FROM latest
            ON CONFLICT (workspace_id, profile_id, topic_id) DO UPDATE
           SET channels = excluded.channels, subscribed_at = excluded.subscribed_at
         WHERE excluded.subscribed_at > known.subscribed_at
        """);
  }

  @Override
  public Map<String, Long> erase(String workspaceId, UUID profileId) throws SQLException {
    return Map.of(
        "preferences", delete("preference", workspaceId, profileId),
        "subscriptions", delete("subscription", workspaceId, profileId));
  }

  private long delete(String table, String workspaceId, UUID profileId) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                "DELETE FROM %s WHERE workspace_id = ? AND profile_id = ?".formatted(table))) {
      statement.setString(1, workspaceId);
      statement.setObject(2, profileId);
      return statement.executeUpdate();
    }
  }

  private void follow(String workspaceId, Map<UUID, UUID> heirs, String sql) throws SQLException {
    Connection connection = transactions.getConnection();
    List<UUID> absorbed = List.copyOf(heirs.keySet());
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, Columns.uuids(connection, absorbed));
      statement.setArray(
          2, Columns.uuids(connection, absorbed, id -> Objects.requireNonNull(heirs.get(id))));
      statement.setString(3, workspaceId);
      statement.executeUpdate();
    }
  }
}
