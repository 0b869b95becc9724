package io.tidings.event.history;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.rpc.Part;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of events. Every method runs in the transaction that is open. */
@Singleton
final class EventRepository {
  /** A page ends before the event whose properties would make it larger, unless it is the first. */
  private static final int PAGE_BYTES = 1024 * 1024;

  /** So many rows of a page are read before it is known whether it has room for them. */
  private static final int ROWS_AT_ONCE = 100;

  private final TransactionOperations<Connection> transactions;
  private final SealedProperties sealed;

  EventRepository(TransactionOperations<Connection> transactions, SealedProperties sealed) {
    this.transactions = transactions;
    this.sealed = sealed;
  }

  /**
   * Adds those that are not there yet, in one statement.
   *
   * @return the keys of those that were added
   */
  Set<RecordedEvent.Key> insert(String workspaceId, List<RecordedEvent> events) {
    // Two transactions that insert the same keys take them in the same order, or they could wait
    // for
    // each other.
    List<RecordedEvent> ordered =
        events.stream()
            .sorted(
                Comparator.comparing(RecordedEvent::profileId)
                    .thenComparing(RecordedEvent::messageId))
            .toList();
    String insert =
        """
        INSERT INTO event
          (workspace_id, profile_id, message_id, name, occurred_at, received_at, properties)
        SELECT ?, profile_id, message_id, name,
               'epoch'::timestamptz + occurred_at * interval '1 millisecond',
               'epoch'::timestamptz + received_at * interval '1 millisecond',
               properties
          FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
            AS new (profile_id, message_id, name, occurred_at, received_at, properties)
        ON CONFLICT DO NOTHING
        RETURNING profile_id, message_id
        """;
    return execute(
        insert,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setString(1, workspaceId);
          statement.setArray(2, Columns.uuids(connection, ordered, RecordedEvent::profileId));
          statement.setArray(3, Columns.texts(connection, ordered, RecordedEvent::messageId));
          statement.setArray(4, Columns.texts(connection, ordered, RecordedEvent::name));
          statement.setArray(
              5, Columns.numbers(connection, ordered, it -> it.occurredAt().toEpochMilli()));
          statement.setArray(
              6, Columns.numbers(connection, ordered, it -> it.receivedAt().toEpochMilli()));
          statement.setArray(
              7,
              Columns.bytes(
                  connection,
                  ordered,
                  it -> sealed.seal(workspaceId, it.messageId(), it.properties())));
          Set<RecordedEvent.Key> added = new HashSet<>();
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              added.add(new RecordedEvent.Key(rows.getObject(1, UUID.class), rows.getString(2)));
            }
          }
          return added;
        });
  }

  /**
   * Only what comes after a position when one is given.
   *
   * @param limit of events; there are fewer where these are large
   */
  Part<RecordedEvent> page(
      String workspaceId, Filter filter, Order order, @Nullable Position after, int limit) {
    Criteria criteria = new Criteria(workspaceId, filter);
    if (after != null) {
      criteria.add(
          "(occurred_at, profile_id, message_id) " + order.goesOn() + " (?, ?, ?)",
          time(after.occurredAt()),
          after.profileId(),
          after.messageId());
    }
    // One more than asked for tells whether others follow.
    String select =
        """
        SELECT profile_id, message_id, name, occurred_at, received_at, properties
          FROM event WHERE
        """
            + criteria.sql()
            + order.sql()
            + " LIMIT "
            + (limit + 1);
    return execute(
        select,
        statement -> {
          criteria.bind(statement);
          statement.setFetchSize(ROWS_AT_ONCE);
          try (ResultSet rows = statement.executeQuery()) {
            return page(workspaceId, rows, limit);
          }
        });
  }

  private Part<RecordedEvent> page(String workspaceId, ResultSet rows, int limit)
      throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    long bytes = 0;
    while (rows.next()) {
      RecordedEvent event = event(workspaceId, rows);
      bytes += event.properties().size();
      if (events.size() == limit || (bytes > PAGE_BYTES && !events.isEmpty())) {
        return new Part<>(events, false);
      }
      events.add(event);
    }
    return new Part<>(events, true);
  }

  long count(String workspaceId, Filter filter) {
    Criteria criteria = new Criteria(workspaceId, filter);
    return execute(
        "SELECT count(*) FROM event WHERE " + criteria.sql(),
        statement -> {
          criteria.bind(statement);
          try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  /** Gives all events of one profile to another; those that the other has already are dropped. */
  void move(String workspaceId, UUID from, UUID to) {
    String move =
        """
        WITH moved AS (DELETE FROM event WHERE workspace_id = ? AND profile_id = ? RETURNING *)
        INSERT INTO event
          (workspace_id, profile_id, message_id, name, occurred_at, received_at, properties)
        SELECT workspace_id, ?, message_id, name, occurred_at, received_at, properties FROM moved
         ORDER BY message_id
        ON CONFLICT DO NOTHING
        """;
    execute(
        move,
        statement -> {
          statement.setString(1, workspaceId);
          statement.setObject(2, from);
          statement.setObject(3, to);
          return statement.executeUpdate();
        });
  }

  /**
   * @return how many there were
   */
  int delete(String workspaceId, UUID profileId) {
    return execute(
        "DELETE FROM event WHERE workspace_id = ? AND profile_id = ?",
        statement -> {
          statement.setString(1, workspaceId);
          statement.setObject(2, profileId);
          return statement.executeUpdate();
        });
  }

  private RecordedEvent event(String workspaceId, ResultSet row) throws SQLException {
    String messageId = row.getString(2);
    return new RecordedEvent(
        row.getObject(1, UUID.class),
        messageId,
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        sealed.open(workspaceId, messageId, row.getBytes(6)));
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private <T> T execute(String sql, Work<T> work) {
    try (PreparedStatement statement = transactions.getConnection().prepareStatement(sql)) {
      return work.on(statement);
    } catch (SQLException e) {
      throw new HistoryException("history could not be read or written", e);
    }
  }

  private interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  /** A filter as a WHERE clause with its values. */
  private static final class Criteria {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Criteria(String workspaceId, Filter filter) {
      add("workspace_id = ?", workspaceId);
      if (filter.profileId() != null) {
        add("profile_id = ?", filter.profileId());
      }
      if (!filter.names().isEmpty()) {
        add("name = ANY (?)", (Object) filter.names().toArray(String[]::new));
      }
      if (!filter.exceptNames().isEmpty()) {
        add("name <> ALL (?)", (Object) filter.exceptNames().toArray(String[]::new));
      }
      if (filter.from() != null) {
        add("occurred_at >= ?", time(filter.from()));
      }
      if (filter.to() != null) {
        add("occurred_at < ?", time(filter.to()));
      }
    }

    void add(String condition, Object... bound) {
      conditions.add(condition);
      values.addAll(List.of(bound));
    }

    String sql() {
      return String.join(" AND ", conditions);
    }

    void bind(PreparedStatement statement) throws SQLException {
      for (int index = 0; index < values.size(); index++) {
        Object value = values.get(index);
        if (value instanceof String[] texts) {
          statement.setArray(index + 1, Columns.texts(statement.getConnection(), texts));
        } else {
          statement.setObject(index + 1, value);
        }
      }
    }
  }
}
