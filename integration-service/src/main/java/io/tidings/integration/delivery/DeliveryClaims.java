package io.tidings.integration.delivery;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Hands out what is due, to one taker at a time and no faster than each receiver allows. */
@Singleton
class DeliveryClaims {
  /** Longer than any call takes; then whoever claimed it is thought to have ended. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;

  DeliveryClaims(TransactionOperations<Connection> transactions, Secrets secrets) {
    this.transactions = transactions;
    this.secrets = secrets;
  }

  /** The enabled connections for which something waits, and when the first of it is due. */
  Map<Target, Instant> waiting() {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT workspace_id, id, first.due_at
                    FROM connection c
                   CROSS JOIN LATERAL (
                     SELECT due_at FROM delivery
                      WHERE workspace_id = c.workspace_id AND connection_id = c.id
                        AND status = 'PENDING'
                      ORDER BY due_at LIMIT 1) AS first
                   WHERE enabled
                  """)) {
        Map<Target, Instant> waiting = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            waiting.put(
                new Target(row.getString("workspace_id"), row.getObject("id", UUID.class)),
                row.getObject("due_at", OffsetDateTime.class).toInstant());
          }
        }
        return waiting;
      }
    });
  }

  /**
   * Takes what is due, for a minute and as many as the connection may call now: at most one for
   * each user, the earliest, so that nobody is told "left" before "entered".
   */
  List<Delivery> claim(Target target, int callsPerSecond, int limit, Instant now) {
    return transactions.executeWrite(status -> {
      Connection connection = status.getConnection();
      // Locks the connection's row, so that replicas claim one after the other.
      CallAllowance allowance = allowance(connection, target).at(now, callsPerSecond);
      List<Delivery> claimed = claim(connection, target, Math.min(limit, allowance.calls()), now);
      if (!claimed.isEmpty()) {
        save(connection, target, allowance.without(claimed.size()));
      }
      return claimed;
    });
  }

  private static CallAllowance allowance(Connection connection, Target target) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT calls_left, calls_left_at FROM connection
             WHERE workspace_id = ? AND id = ? FOR UPDATE
            """)) {
      set(statement, 1, target);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new CallAllowance(
                row.getDouble("calls_left"),
                row.getObject("calls_left_at", OffsetDateTime.class).toInstant())
            : new CallAllowance(0, Instant.MAX);
      }
    }
  }

  private static void save(Connection connection, Target target, CallAllowance allowance)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE connection SET calls_left = ?, calls_left_at = ?
             WHERE workspace_id = ? AND id = ?
            """)) {
      statement.setDouble(1, allowance.left());
      statement.setObject(2, allowance.at().atOffset(ZoneOffset.UTC));
      set(statement, 3, target);
      statement.executeUpdate();
    }
  }

  private List<Delivery> claim(Connection connection, Target target, int limit, Instant now)
      throws SQLException {
    if (limit == 0) {
      return List.of();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE delivery SET attempts = attempts + 1, due_at = ?
             WHERE workspace_id = ? AND connection_id = ? AND position IN (
               SELECT position FROM delivery d
                WHERE workspace_id = ? AND connection_id = ?
                  AND status = 'PENDING' AND due_at <= ?
                  AND NOT EXISTS (
                    SELECT 1 FROM delivery earlier
                     WHERE earlier.workspace_id = d.workspace_id
                       AND earlier.profile_id = d.profile_id
                       AND earlier.connection_id = d.connection_id
                       AND earlier.position < d.position
                       AND earlier.status = 'PENDING')
                ORDER BY due_at LIMIT ?)
            RETURNING position, id, profile_id, payload, attempts
            """)) {
      statement.setObject(1, now.plus(LEASE).atOffset(ZoneOffset.UTC));
      set(statement, 2, target);
      set(statement, 4, target);
      statement.setObject(6, now.atOffset(ZoneOffset.UTC));
      statement.setInt(7, limit);
      List<Delivery> claimed = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          UUID id = row.getObject("id", UUID.class);
          byte[] part = secrets.open(row.getBytes("payload"), DeliveryRepository.sealContext(id));
          claimed.add(
              new Delivery(
                  row.getLong("position"),
                  id,
                  row.getObject("profile_id", UUID.class),
                  OccurrenceWire.read(part),
                  row.getInt("attempts")));
        }
      }
      return claimed;
    }
  }

  private static void set(PreparedStatement statement, int index, Target target)
      throws SQLException {
    statement.setString(index, target.workspaceId());
    statement.setObject(index + 1, target.connectionId());
  }
}
