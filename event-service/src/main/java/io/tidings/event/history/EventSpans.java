package io.tidings.event.history;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Answers from when to when profiles did something, by the two ends of each one's history. */
@Singleton
final class EventSpans {
  private static final String ENDS =
      """
      SELECT asked.profile_id, oldest.occurred_at, oldest.message_id,
             newest.occurred_at, newest.message_id
        FROM unnest(?::uuid[]) AS asked (profile_id)
       CROSS JOIN LATERAL (
             SELECT occurred_at, message_id FROM event
              WHERE workspace_id = ? AND profile_id = asked.profile_id
              ORDER BY occurred_at, message_id LIMIT 1) AS oldest
       CROSS JOIN LATERAL (
             SELECT occurred_at, message_id FROM event
              WHERE workspace_id = ? AND profile_id = asked.profile_id
              ORDER BY occurred_at DESC, message_id DESC LIMIT 1) AS newest
      """;

  private final TransactionOperations<Connection> transactions;

  EventSpans(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** Those of the profiles that have events. */
  Map<UUID, EventSpan> of(String workspaceId, Collection<UUID> profileIds) {
    return transactions.execute(
        OneStatement.READING,
        status -> {
          try (var statement = status.getConnection().prepareStatement(ENDS)) {
            statement.setArray(1, Columns.uuids(status.getConnection(), profileIds));
            statement.setString(2, workspaceId);
            statement.setString(3, workspaceId);
            Map<UUID, EventSpan> spans = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                spans.put(row.getObject(1, UUID.class), new EventSpan(end(row, 2), end(row, 4)));
              }
            }
            return spans;
          } catch (SQLException e) {
            throw new HistoryException("history could not be read", e);
          }
        });
  }

  private static EventSpan.End end(ResultSet row, int column) throws SQLException {
    return new EventSpan.End(
        row.getObject(column, OffsetDateTime.class).toInstant(), row.getString(column + 1));
  }
}
