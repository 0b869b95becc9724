package io.tidings.messaging.database;

import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps erasures and what is being written apart. Who writes relies on what is on file: content
 * that somebody else was sent, a user who is not erased. An erasure must not fall between the look
 * and the commit. So those who write share a lock of their workspace, and an erasure takes it
 * alone: it sees all that was written without regard to it, and what is written later sees it.
 */
@Singleton
public final class ErasureLock {
  private final Database database;

  ErasureLock(Database database) {
    this.database = database;
  }

  /** Shares the locks until the transaction that is open ends. */
  public void share(Set<String> workspaceIds) {
    take(Set.of(), workspaceIds);
  }

  /**
   * Takes locks until the transaction that is open ends, in one order, so that nobody waits for who
   * waits for them.
   */
  public void take(Set<String> alone, Set<String> shared) {
    SortedMap<String, Boolean> wanted = new TreeMap<>();
    shared.forEach(workspaceId -> wanted.put(workspaceId, false));
    alone.forEach(workspaceId -> wanted.put(workspaceId, true));
    if (!wanted.isEmpty()) {
      database.change(connection -> take(connection, wanted));
    }
  }

  private static void take(Connection connection, SortedMap<String, Boolean> wanted)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT CASE WHEN alone THEN pg_advisory_xact_lock(key)
                        ELSE pg_advisory_xact_lock_shared(key) END
              FROM (SELECT hashtextextended('erasures of ' || workspace_id, 0) AS key, alone
                      FROM unnest(?::text[], ?::boolean[]) WITH ORDINALITY
                        AS wanted (workspace_id, alone, number)
                     ORDER BY number) AS ordered
            """)) {
      statement.setArray(1, Columns.texts(connection, wanted.keySet()));
      statement.setArray(2, Columns.flags(connection, wanted.entrySet(), Map.Entry::getValue));
      statement.execute();
    }
  }
}
