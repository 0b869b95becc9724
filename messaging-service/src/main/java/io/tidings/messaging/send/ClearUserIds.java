package io.tidings.messaging.send;

import io.micronaut.context.annotation.Context;
import io.tidings.messaging.database.Database;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Seals the user ids of sends from before they were sealed, a batch and a transaction at a time,
 * before the service answers anybody. The column that held them in clear goes with the last.
 */
@Context
final class ClearUserIds {
  /** The advisory lock of who seals: a second process waits for a batch, then does the next. */
  private static final long LOCK = 0x74696473656e64L;

  private static final int BATCH = 1_000;

  private final Database database;
  private final SendUsers users;

  ClearUserIds(Database database, SendUsers users) {
    this.database = database;
    this.users = users;
  }

  @PostConstruct
  void seal() {
    while (database.inTransaction(this::sealBatch)) {
      // The next one in a transaction of its own.
    }
  }

  /**
   * @return whether there may be more
   */
  private boolean sealBatch(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      if (!areThere(connection)) {
        return false;
      }
      if (sealSome(connection) > 0) {
        return true;
      }
      statement.execute("ALTER TABLE send DROP COLUMN user_id_in_clear");
      return false;
    }
  }

  private static boolean areThere(Connection connection) throws SQLException {
    try (var statement =
            connection.prepareStatement(
                """
                SELECT FROM pg_attribute
                 WHERE attrelid = 'send'::regclass AND attname = 'user_id_in_clear'
                   AND NOT attisdropped
                """);
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  private int sealSome(Connection connection) throws SQLException {
    try (var clear =
            connection.prepareStatement(
                """
                SELECT workspace_id, send_id, user_id_in_clear FROM send
                 WHERE user_id_in_clear IS NOT NULL LIMIT ?
                """);
        var seal =
            connection.prepareStatement(
                """
                UPDATE send SET user_id = ?, user_digest = ?, user_id_in_clear = NULL
                 WHERE workspace_id = ? AND send_id = ?
                """)) {
      clear.setInt(1, BATCH);
      int sealed = 0;
      try (ResultSet row = clear.executeQuery()) {
        while (row.next()) {
          String workspaceId = row.getString(1);
          UUID sendId = row.getObject(2, UUID.class);
          String userId = row.getString(3);
          seal.setBytes(1, users.seal(workspaceId, sendId, userId));
          seal.setBytes(2, users.digest(workspaceId, userId));
          seal.setString(3, workspaceId);
          seal.setObject(4, sendId);
          seal.addBatch();
          sealed++;
        }
      }
      if (sealed > 0) {
        seal.executeBatch();
      }
      return sealed;
    }
  }
}
