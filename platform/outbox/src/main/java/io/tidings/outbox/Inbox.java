package io.tidings.outbox;

import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which entries the consumer groups of this service have applied. */
@Singleton
final class Inbox {
  private static final int PURGE_ROWS = 10_000;

  /**
   * Notes the entries as applied, in the transaction of the connection, and answers those that were
   * not noted before. Waits where another process is applying one of them at this moment.
   */
  Set<UUID> enter(Connection connection, String group, Collection<UUID> entryIds)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO inbox (entry_id, consumer_group)
            SELECT entry_id, ? FROM unnest(?::uuid[]) AS entry_id
            ON CONFLICT DO NOTHING
            RETURNING entry_id
            """)) {
      statement.setString(1, group);
      statement.setArray(2, Columns.uuids(connection, entryIds));
      Set<UUID> entered = new HashSet<>();
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          entered.add(result.getObject(1, UUID.class));
        }
      }
      return entered;
    }
  }

  /**
   * Forgets some of the entries that were both appended and applied before the time given; answers
   * whether there may be more.
   */
  boolean purge(Connection connection, Instant before) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            DELETE FROM inbox
             WHERE ctid = ANY (ARRAY(SELECT ctid
                                       FROM inbox
                                      WHERE entry_id < ? AND consumed_at < to_timestamp(?)
                                      LIMIT ?))
            """)) {
      statement.setObject(1, firstIdOf(before));
      statement.setLong(2, before.getEpochSecond());
      statement.setInt(3, PURGE_ROWS);
      return statement.executeUpdate() == PURGE_ROWS;
    }
  }

  /** The smallest UUIDv7 of that millisecond. */
  private static UUID firstIdOf(Instant time) {
    return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L);
  }
}
