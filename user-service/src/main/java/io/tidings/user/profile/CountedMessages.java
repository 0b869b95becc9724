package io.tidings.user.profile;

import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/** Which messages' page views were counted: a message that is repeated within a day counts once. */
@Singleton
final class CountedMessages {
  private static final Duration REMEMBERED = Duration.ofHours(24);
  private static final int PURGED_AT_ONCE = 10_000;

  private final TransactionOperations<Connection> transactions;
  private final Clock clock;

  CountedMessages(TransactionOperations<Connection> transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Notes that these messages count, in the transaction of the caller.
   *
   * @return those that had not counted before
   */
  Set<String> count(String workspaceId, SortedSet<String> messageIds) throws SQLException {
    Set<String> uncounted = new HashSet<>();
    if (messageIds.isEmpty()) {
      return uncounted;
    }
    Connection connection = transactions.getConnection();
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO counted_message (workspace_id, message_id, counted_at)
            SELECT ?, message_id, ?
              FROM unnest(?::text[]) WITH ORDINALITY AS counted (message_id, position)
             ORDER BY position
                ON CONFLICT (workspace_id, message_id) DO NOTHING
            RETURNING message_id
            """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, time(clock.instant()));
      statement.setArray(3, Columns.texts(connection, messageIds));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          uncounted.add(rows.getString(1));
        }
      }
    }
    return uncounted;
  }

  /** Forgets what was counted more than a day ago, a part at a time. */
  @Scheduled(fixedDelay = "10m", initialDelay = "1m")
  void purge() {
    Instant before = clock.instant().minus(REMEMBERED);
    while (transactions.executeWrite(_ -> purge(before)) == PURGED_AT_ONCE) {}
  }

  private int purge(Instant before) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                DELETE FROM counted_message
                 WHERE (workspace_id, message_id) IN (
                   SELECT workspace_id, message_id FROM counted_message
                    WHERE counted_at < ? ORDER BY counted_at LIMIT ?)
                """)) {
      statement.setObject(1, time(before));
      statement.setInt(2, PURGED_AT_ONCE);
      return statement.executeUpdate();
    }
  }

  private static OffsetDateTime time(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
