package io.tidings.integration.delivery;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.integration.delivery.Delivery.Progress;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code delivery}: what is to be told, and what came of it. */
@Singleton
class DeliveryRepository {
  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;

  DeliveryRepository(TransactionOperations<Connection> transactions, Secrets secrets) {
    this.transactions = transactions;
    this.secrets = secrets;
  }

  /**
   * One that is to be made.
   *
   * @param part of a fact, as {@link OccurrenceWire} splits it
   */
  record Order(Target target, UUID id, UUID profileId, byte[] part) {}

  void insert(List<Order> orders, Instant now) {
    write(
        """
        INSERT INTO delivery
          (workspace_id, connection_id, id, profile_id, payload, due_at, created_at)
        SELECT workspace_id, connection_id, id, profile_id, payload, now, now
          FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::bytea[])
            WITH ORDINALITY AS o (workspace_id, connection_id, id, profile_id, payload, place),
               (SELECT ?::timestamptz AS now) AS clock
         ORDER BY place
        """,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(
              1, Columns.texts(connection, orders, order -> order.target().workspaceId()));
          statement.setArray(
              2, Columns.uuids(connection, orders, order -> order.target().connectionId()));
          statement.setArray(3, Columns.uuids(connection, orders, Order::id));
          statement.setArray(4, Columns.uuids(connection, orders, Order::profileId));
          statement.setArray(
              5,
              Columns.bytes(
                  connection,
                  orders,
                  order -> secrets.seal(order.part(), sealContext(order.id()))));
          statement.setObject(6, now.atOffset(ZoneOffset.UTC));
        });
  }

  /** What is still to be told of the one is told of the other. */
  void moveProfile(String workspaceId, UUID from, UUID to) {
    write(
        """
        UPDATE delivery SET profile_id = ?
         WHERE workspace_id = ? AND profile_id = ? AND status = 'PENDING'
        """,
        statement -> {
          statement.setObject(1, to);
          statement.setString(2, workspaceId);
          statement.setObject(3, from);
        });
  }

  /**
   * Forgets what was to be told and what could not be told; what was told is kept nowhere.
   *
   * @return how many deliveries were forgotten
   */
  int eraseProfile(String workspaceId, UUID profileId) {
    return write(
        """
        DELETE FROM delivery d
         USING (SELECT workspace_id, connection_id, position FROM delivery
                 WHERE workspace_id = ? AND profile_id = ? AND status = 'PENDING'
                 UNION ALL
                SELECT workspace_id, connection_id, position FROM delivery
                 WHERE workspace_id = ? AND profile_id = ? AND status = 'FAILED') AS of_profile
         WHERE d.workspace_id = of_profile.workspace_id
           AND d.connection_id = of_profile.connection_id
           AND d.position = of_profile.position
        """,
        statement -> {
          statement.setString(1, workspaceId);
          statement.setObject(2, profileId);
          statement.setString(3, workspaceId);
          statement.setObject(4, profileId);
        });
  }

  /** Gives back what could not even be tried; it counts as no attempt. */
  void release(Target target, List<Delivery> deliveries, Instant until) {
    write(
        """
        UPDATE delivery SET attempts = attempts - 1, due_at = ?
         WHERE workspace_id = ? AND connection_id = ? AND position = ANY (?)
           AND status = 'PENDING'
        """,
        statement -> {
          statement.setObject(1, until.atOffset(ZoneOffset.UTC));
          set(statement, 2, target);
          statement.setArray(
              4, Columns.numbers(statement.getConnection(), deliveries, Delivery::position));
        });
  }

  /**
   * Records what attempts came to. Whoever took a delivery over in the meantime has more attempts,
   * and what is recorded here for it is ignored.
   */
  void record(Target target, Map<Delivery, Progress> progress, Instant now) {
    List<Map.Entry<Delivery, Progress>> entries = List.copyOf(progress.entrySet());
    transactions.executeWrite(_ -> {
      write(
          """
          UPDATE delivery d
             SET status = r.status, reason = r.reason, due_at = coalesce(r.due_at, d.due_at),
                 payload = CASE WHEN r.status = 'DELIVERED' THEN NULL ELSE d.payload END,
                 finished_at = CASE WHEN r.status = 'PENDING' THEN NULL ELSE ?::timestamptz END
            FROM unnest(?::int8[], ?::int4[], ?::text[], ?::text[], ?::timestamptz[])
              AS r (position, attempts, status, reason, due_at)
           WHERE d.workspace_id = ? AND d.connection_id = ? AND d.position = r.position
             AND d.attempts = r.attempts AND d.status = 'PENDING'
          """,
          statement -> {
            Connection connection = statement.getConnection();
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setArray(
                2, Columns.numbers(connection, entries, entry -> entry.getKey().position()));
            statement.setArray(
                3, Columns.integers(connection, entries, entry -> entry.getKey().attempts()));
            List<Row> columns = entries.stream().map(entry -> Row.of(entry.getValue())).toList();
            statement.setArray(4, Columns.texts(connection, columns, Row::status));
            statement.setArray(5, Columns.texts(connection, columns, Row::reason));
            statement.setArray(6, Columns.instants(connection, columns, Row::dueAt));
            set(statement, 7, target);
          });
      holdBack(target, entries);
      return null;
    });
  }

  /** What comes after a call that waits would only be looked at in vain until then. */
  private void holdBack(Target target, List<Map.Entry<Delivery, Progress>> entries) {
    List<Map.Entry<Delivery, Progress>> waiting =
        entries.stream().filter(entry -> entry.getValue() instanceof Progress.Waiting).toList();
    if (waiting.isEmpty()) {
      return;
    }
    write(
        """
        UPDATE delivery d SET due_at = r.due_at
          FROM unnest(?::uuid[], ?::timestamptz[]) AS r (profile_id, due_at)
         WHERE d.workspace_id = ? AND d.connection_id = ? AND d.profile_id = r.profile_id
           AND d.status = 'PENDING' AND d.due_at < r.due_at
        """,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(
              1, Columns.uuids(connection, waiting, entry -> entry.getKey().profileId()));
          statement.setArray(
              2, Columns.instants(connection, waiting, entry -> Row.of(entry.getValue()).dueAt()));
          set(statement, 3, target);
        });
  }

  void disable(Target target) {
    write(
        "UPDATE connection SET enabled = false WHERE workspace_id = ? AND id = ?",
        statement -> set(statement, 1, target));
  }

  /** Drops what was finished before; failed calls are kept longer, for people to look at. */
  void forget(Instant deliveredBefore, Instant failedBefore) {
    write(
        """
        DELETE FROM delivery
         WHERE finished_at < ?::timestamptz
           AND (status = 'DELIVERED' OR finished_at < ?::timestamptz)
        """,
        statement -> {
          statement.setObject(1, deliveredBefore.atOffset(ZoneOffset.UTC));
          statement.setObject(2, failedBefore.atOffset(ZoneOffset.UTC));
        });
  }

  /** Progress as columns. */
  private record Row(String status, @Nullable String reason, @Nullable Instant dueAt) {
    static Row of(Progress progress) {
      return switch (progress) {
        case Progress.Delivered() -> new Row("DELIVERED", null, null);
        case Progress.Waiting(var until, var reason) -> new Row("PENDING", reason, until);
        case Progress.Failed(var reason) -> new Row("FAILED", reason, null);
      };
    }
  }

  private interface Parameters {
    void setOn(PreparedStatement statement) throws SQLException;
  }

  private int write(String sql, Parameters parameters) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
        parameters.setOn(statement);
        return statement.executeUpdate();
      }
    });
  }

  private static void set(PreparedStatement statement, int index, Target target)
      throws SQLException {
    statement.setString(index, target.workspaceId());
    statement.setObject(index + 1, target.connectionId());
  }

  /** The seal of one delivery does not open on another. */
  static String sealContext(UUID id) {
    return "delivery/" + id;
  }
}
