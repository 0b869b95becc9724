package io.tidings.messaging.send;

import io.tidings.columns.Columns;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls that named an idempotency key. */
@Singleton
final class SendRequests {
  private final Database database;

  SendRequests(Database database) {
    this.database = database;
  }

  /** The sends that the key was answered with, in order. */
  Optional<List<UUID>> find(String workspaceId, String key) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              SELECT send_ids FROM send_request
               WHERE workspace_id = ? AND idempotency_key = ?
              """)) {
        statement.setString(1, workspaceId);
        statement.setString(2, key);
        try (var row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(List.of((UUID[]) row.getArray(1).getArray()))
              : Optional.empty();
        }
      }
    });
  }

  /**
   * Waits for another call with the same key that is under way.
   *
   * @return whether the key was free
   */
  boolean claim(String workspaceId, String key, List<UUID> sendIds, Instant now) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO send_request (workspace_id, idempotency_key, send_ids, created_at)
              VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, workspaceId);
        statement.setString(2, key);
        statement.setArray(3, Columns.uuids(connection, sendIds));
        statement.setObject(4, Values.at(now));
        return statement.executeUpdate() > 0;
      }
    });
  }

  /**
   * @return how many were forgotten
   */
  int forgetBefore(Instant time) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement("DELETE FROM send_request WHERE created_at < ?")) {
        statement.setObject(1, Values.at(time));
        return statement.executeUpdate();
      }
    });
  }
}
