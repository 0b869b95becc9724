package io.tidings.messaging.delivery;

import io.tidings.columns.Columns;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendEvents;
import io.tidings.messaging.send.SendRow;
import io.tidings.messaging.send.SendUsers;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Those receipts on file that name their send by its id. They go on coming after the first one: it
 * arrived, it was opened, its reader complained.
 */
@Singleton
final class NamedReceipts {
  private final Database database;
  private final SendEvents events;
  private final SendUsers users;

  NamedReceipts(Database database, SendEvents events, SendUsers users) {
    this.database = database;
    this.events = events;
    this.users = users;
  }

  /**
   * Brings together the sends and the receipts that name them by their ids, in the order in which
   * things happened. The rows of the sends are held meanwhile: several may come in at once.
   *
   * @return the sends that reached another state
   */
  Collection<Send> settle(String workspaceId, Collection<UUID> sendIds) {
    return database.inTransaction(connection -> {
      Map<UUID, Send> sends = taken(connection, workspaceId, sendIds);
      Map<UUID, Send> changed = new LinkedHashMap<>();
      Map<UUID, Send> moved = new LinkedHashMap<>();
      for (Named named : takeNamed(connection, workspaceId, sends.keySet())) {
        Send before = Objects.requireNonNull(sends.get(named.sendId()));
        Send after = before.after(named.receipt());
        if (after != before) {
          sends.put(named.sendId(), after);
          changed.put(named.sendId(), after);
          if (after.state() != before.state()) {
            moved.put(named.sendId(), after);
          }
        }
      }
      if (!changed.isEmpty()) {
        ReceiptRepository.update(connection, changed.values());
        events.publish(moved.values());
      }
      return moved.values();
    });
  }

  private record Named(UUID sendId, Receipt receipt) {}

  /** Those that some provider may have. */
  private Map<UUID, Send> taken(Connection connection, String workspaceId, Collection<UUID> sendIds)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT "
                + SendRow.COLUMNS
                + """
                  FROM send
                 WHERE workspace_id = ? AND send_id = ANY (?)
                   AND state IN ('SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED', 'IN_DOUBT')
                 ORDER BY send_id
                   FOR UPDATE
                """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection, sendIds));
      Map<UUID, Send> sends = new LinkedHashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Send send = SendRow.read(row, users);
          sends.put(send.order().id(), send);
        }
      }
      return sends;
    }
  }

  private static List<Named> takeNamed(
      Connection connection, String workspaceId, Collection<UUID> sendIds) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            WITH taken AS (
              DELETE FROM receipt WHERE workspace_id = ? AND send_id = ANY (?) RETURNING *
            )
            SELECT send_id, '' AS provider_reference, state AS receipt_state,
                   reason AS receipt_reason, occurred_at
              FROM taken
             ORDER BY occurred_at, receipt_id
            """)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection, sendIds));
      List<Named> named = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          named.add(new Named(Values.uuid(row, "send_id"), ReceiptRepository.receipt(row)));
        }
      }
      return named;
    }
  }

  /** Sends that are named by receipts and were taken since, by workspace. */
  Map<String, List<UUID>> matching() {
    return database.inTransaction(connection -> {
      Map<String, List<UUID>> sends = new LinkedHashMap<>();
      try (var statement =
              connection.prepareStatement(
                  """
                  SELECT DISTINCT workspace_id, send_id
                    FROM receipt JOIN send USING (workspace_id, send_id)
                   WHERE send.state IN ('SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED', 'IN_DOUBT')
                   LIMIT 1000
                  """);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sends
              .computeIfAbsent(row.getString("workspace_id"), _ -> new ArrayList<>())
              .add(Values.uuid(row, "send_id"));
        }
      }
      return sends;
    });
  }
}
