package io.tidings.messaging.send;

import io.tidings.columns.Columns;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Counts what became of the sends to profiles. */
@Singleton
final class SendTotals {
  private final Database database;

  SendTotals(Database database) {
    this.database = database;
  }

  /**
   * @param failed refused by the provider, or bounced
   */
  record Total(long delivered, long failed, long opened, long clicked) {
    static final Total NONE = new Total(0, 0, 0, 0);
  }

  /** Those of the profiles that were ever sent something. */
  Map<UUID, Total> of(String workspaceId, Collection<UUID> profileIds) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              SELECT profile_id,
                     count(*) FILTER (WHERE state IN ('DELIVERED', 'COMPLAINED')) AS delivered,
                     count(*) FILTER (WHERE state IN ('FAILED', 'BOUNCED')) AS failed,
                     count(opened_at) AS opened, count(clicked_at) AS clicked
                FROM send WHERE workspace_id = ? AND profile_id = ANY (?)
               GROUP BY profile_id
              """)) {
        statement.setString(1, workspaceId);
        statement.setArray(2, Columns.uuids(connection, profileIds));
        Map<UUID, Total> totals = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            totals.put(
                Values.uuid(row, "profile_id"),
                new Total(
                    row.getLong("delivered"),
                    row.getLong("failed"),
                    row.getLong("opened"),
                    row.getLong("clicked")));
          }
        }
        return totals;
      }
    });
  }
}
