package io.tidings.outbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What the relay reads and deletes; each method in the transaction of the connection. */
@Singleton
final class OutboxTable {
  /** How many rows one pass looks at. */
  static final int PASS_ROWS = 1000;

  /** What of one partition one pass takes, counted with its facts unpacked; one row at least. */
  static final int PASS_BYTES_PER_PARTITION = 512 * 1024;

  /** The advisory lock of who relays; any number that nothing else in these databases locks. */
  private static final long RELAY_LOCK = 0x746964696e6773L;

  private final SealedEntries sealed;

  OutboxTable(SealedEntries sealed) {
    this.sealed = sealed;
  }

  /** A committed entry, as bytes of {@code tidings.outbox.v1.Entry}. */
  record Row(long id, int partition, ByteString entry) {}

  /**
   * @param more whether rows were left for a further pass
   */
  record Waiting(List<Row> rows, boolean more) {}

  record Backlog(long rows, Duration oldest) {
    static final Backlog NONE = new Backlog(0, Duration.ZERO);
  }

  /**
   * Makes this transaction the only one that relays, and reads the oldest rows in order, leaving
   * out the partitions given, once it is; both in one exchange with the database. The transaction's
   * end may be forgotten in a crash of the database, for entries published twice are applied once;
   * and one that hangs is ended by the database, so that another process can relay.
   */
  Waiting read(Connection connection, Collection<Integer> withoutPartitions) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT pg_advisory_xact_lock(?),
                   set_config('synchronous_commit', 'off', true),
                   set_config('idle_in_transaction_session_timeout', '60s', true);
            SELECT id, partition, entry, seen, entry_id
              FROM (SELECT id, entry_id, partition, entry, count(*) OVER () AS seen,
                           sum(weight) OVER (PARTITION BY partition ORDER BY id) - weight
                             AS bytes_before
                      FROM (SELECT id, entry_id, partition, entry,
                                   coalesce(weight, octet_length(entry)) AS weight
                              FROM outbox
                             WHERE partition <> ALL (?)
                             ORDER BY id
                             LIMIT ?) AS oldest) AS waiting
             WHERE bytes_before < ?
             ORDER BY id
            """)) {
      statement.setLong(1, RELAY_LOCK);
      statement.setArray(2, Columns.shorts(connection, withoutPartitions, Integer::shortValue));
      statement.setInt(3, PASS_ROWS);
      statement.setInt(4, PASS_BYTES_PER_PARTITION);
      statement.execute();
      statement.getMoreResults();
      List<Row> rows = new ArrayList<>();
      long seen = 0;
      try (var result = statement.getResultSet()) {
        while (result.next()) {
          byte[] opened = sealed.open(result.getObject(5, UUID.class), result.getBytes(3));
          ByteString entry = UnsafeByteOperations.unsafeWrap(opened);
          rows.add(new Row(result.getLong(1), result.getInt(2), entry));
          seen = result.getLong(4);
        }
      }
      return new Waiting(rows, seen > rows.size() || seen == PASS_ROWS);
    }
  }

  void delete(Connection connection, Collection<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var statement = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      statement.setArray(1, Columns.numbers(connection, ids));
      statement.executeUpdate();
    }
  }

  Backlog backlog(Connection connection) throws SQLException {
    try (var statement =
            connection.prepareStatement(
                """
                SELECT count(*), coalesce(extract(epoch FROM now() - min(appended_at)) * 1000, 0)
                  FROM outbox
                """);
        var result = statement.executeQuery()) {
      result.next();
      return new Backlog(result.getLong(1), Duration.ofMillis(result.getLong(2)));
    }
  }
}
