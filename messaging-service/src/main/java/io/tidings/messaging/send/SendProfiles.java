package io.tidings.messaging.send;

import io.tidings.columns.Columns;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.ErasureLock;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What becomes of sends when the profiles they are for do. */
@Singleton
public final class SendProfiles {
  private static final String SCRUB =
      """
      WITH scrubbed AS (
        SELECT workspace_id, send_id, content_id, data_id, provider, provider_reference
          FROM send WHERE workspace_id = ? AND profile_id = ?
        UNION
        SELECT workspace_id, send_id, content_id, data_id, provider, provider_reference
          FROM send WHERE workspace_id = ? AND user_digest = ?
      ), receipts AS (
        DELETE FROM receipt USING scrubbed
         WHERE receipt.workspace_id = scrubbed.workspace_id
           AND receipt.provider = scrubbed.provider
           AND receipt.provider_reference = scrubbed.provider_reference
      ), events AS (
        DELETE FROM receipt USING scrubbed
         WHERE receipt.workspace_id = scrubbed.workspace_id
           AND receipt.send_id = scrubbed.send_id
      )
      UPDATE send
         SET profile_id = NULL, user_id = NULL, user_digest = NULL, data_id = NULL, detail = NULL,
             provider_reference = NULL, decisions = '[]', doubted_claim_id = NULL,
             entered_as = NULL, due_at = NULL,
             state = CASE WHEN send.due_at IS NULL THEN send.state ELSE 'DISCARDED' END,
             reason = CASE WHEN send.due_at IS NOT NULL THEN 'ERASED'
                           WHEN send.state = 'DISCARDED' THEN send.reason END
        FROM scrubbed
       WHERE send.workspace_id = scrubbed.workspace_id AND send.send_id = scrubbed.send_id
      RETURNING scrubbed.content_id, scrubbed.data_id
      """;

  private static final String UNUSED_DATA =
      """
      DELETE FROM send_data
       WHERE workspace_id = ? AND data_id = ANY (?)
         AND NOT EXISTS (
           SELECT FROM broadcast
            WHERE broadcast.workspace_id = send_data.workspace_id
              AND broadcast.data_id = send_data.data_id)
         AND NOT EXISTS (
           SELECT FROM send
            WHERE send.workspace_id = send_data.workspace_id
              AND send.data_id = send_data.data_id
              AND send.broadcast_id IS NULL AND send.automation_id IS NULL)
      """;

  /** A template's is not of one user; nor is what others were sent too, or a broadcast says. */
  private static final String UNUSED_CONTENT =
      """
      DELETE FROM content
       WHERE workspace_id = ? AND content_id = ANY (?)
         AND NOT EXISTS (
           SELECT FROM template_version
            WHERE template_version.workspace_id = content.workspace_id
              AND template_version.content_id = content.content_id)
         AND NOT EXISTS (
           SELECT FROM broadcast
            WHERE broadcast.workspace_id = content.workspace_id
              AND broadcast.content_id = content.content_id)
         AND NOT EXISTS (
           SELECT FROM send
            WHERE send.workspace_id = content.workspace_id
              AND send.content_id = content.content_id
              AND send.broadcast_id IS NULL AND send.automation_id IS NULL
              AND (send.profile_id IS NOT NULL OR send.user_id IS NOT NULL))
      """;

  private final Database database;
  private final ErasureLock erasures;
  private final SendUsers users;

  SendProfiles(Database database, ErasureLock erasures, SendUsers users) {
    this.database = database;
    this.erasures = erasures;
    this.users = users;
  }

  /**
   * What belonged to the absorbed profile belongs to the other, but for a send of a broadcast of
   * which the other has one too. An entry stays counted for the profile that entered.
   *
   * @return the sends that stay and have not ended: each would reach the user a second time
   */
  public Set<UUID> merge(String workspaceId, UUID absorbed, UUID into) {
    return database.inTransaction(connection -> {
      move(connection, workspaceId, absorbed, into);
      return left(connection, workspaceId, absorbed);
    });
  }

  private static void move(Connection connection, String workspaceId, UUID absorbed, UUID into)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE send
               SET profile_id = ?,
                   entered_as = CASE WHEN automation_id IS NOT NULL
                                     THEN coalesce(entered_as, profile_id) END
             WHERE workspace_id = ? AND profile_id = ?
               AND NOT EXISTS (
                 SELECT FROM send AS other
                  WHERE other.workspace_id = send.workspace_id AND other.profile_id = ?
                    AND other.broadcast_id = send.broadcast_id)
            """)) {
      statement.setObject(1, into);
      statement.setString(2, workspaceId);
      statement.setObject(3, absorbed);
      statement.setObject(4, into);
      statement.executeUpdate();
    }
  }

  private static Set<UUID> left(Connection connection, String workspaceId, UUID absorbed)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT send_id FROM send
             WHERE workspace_id = ? AND profile_id = ? AND due_at IS NOT NULL
            """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, absorbed);
      Set<UUID> left = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          left.add(row.getObject(1, UUID.class));
        }
      }
      return left;
    }
  }

  /**
   * Makes every send to the user say nothing of who it was for and what it said. That it was, on
   * which channel and what became of it is still counted; what has not gone out yet does not.
   *
   * @param userId the customer's id, for sends from before the user was known; empty: none
   * @return how many sends there were
   */
  public int erase(String workspaceId, UUID profile, String userId) {
    return database.inTransaction(connection -> {
      erasures.take(Set.of(workspaceId), Set.of());
      List<UUID> contents = new ArrayList<>();
      List<UUID> data = new ArrayList<>();
      int scrubbed = scrub(connection, workspaceId, profile, userId, contents, data);
      deleteUnused(connection, UNUSED_DATA, workspaceId, data);
      deleteUnused(connection, UNUSED_CONTENT, workspaceId, contents);
      return scrubbed;
    });
  }

  private int scrub(
      Connection connection,
      String workspaceId,
      UUID profile,
      String userId,
      List<UUID> contents,
      List<UUID> data)
      throws SQLException {
    try (var statement = connection.prepareStatement(SCRUB)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, profile);
      statement.setString(3, workspaceId);
      statement.setBytes(4, users.digest(workspaceId, userId.isEmpty() ? null : userId));
      int scrubbed = 0;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          scrubbed++;
          contents.add(row.getObject(1, UUID.class));
          UUID dataId = row.getObject(2, UUID.class);
          if (dataId != null) {
            data.add(dataId);
          }
        }
      }
      return scrubbed;
    }
  }

  /** What nobody else is sent. */
  private static void deleteUnused(
      Connection connection, String sql, String workspaceId, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      statement.setArray(2, Columns.uuids(connection, ids.stream().distinct().toList()));
      statement.executeUpdate();
    }
  }
}
