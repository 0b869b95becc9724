package io.tidings.messaging.send;

import io.tidings.messaging.database.Database;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What becomes of sends when the profiles they are for do. */
@Singleton
public final class SendProfiles {
  private final Database database;

  SendProfiles(Database database) {
    this.database = database;
  }

  /**
   * What belonged to the absorbed profile belongs to the other. A send that the other has of the
   * same broadcast or entry keeps the absorbed one's id, which nobody is known by any more: it goes
   * to nobody twice.
   */
  public void merge(String workspaceId, UUID absorbed, UUID into) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE send SET profile_id = ?
               WHERE workspace_id = ? AND profile_id = ?
                 AND NOT EXISTS (
                   SELECT FROM send AS other
                    WHERE other.workspace_id = send.workspace_id AND other.profile_id = ?
                      AND ((other.broadcast_id = send.broadcast_id
                            AND other.channel = send.channel)
                        OR (other.automation_id = send.automation_id
                            AND other.entry_number = send.entry_number)))
              """)) {
        statement.setObject(1, into);
        statement.setString(2, workspaceId);
        statement.setObject(3, absorbed);
        statement.setObject(4, into);
        statement.executeUpdate();
      }
    });
  }

  /** Forgets every send to the profile, and with it whatever quotes or names the user. */
  public void erase(String workspaceId, UUID profile) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              "DELETE FROM send WHERE workspace_id = ? AND profile_id = ?")) {
        statement.setString(1, workspaceId);
        statement.setObject(2, profile);
        statement.executeUpdate();
      }
    });
  }
}
