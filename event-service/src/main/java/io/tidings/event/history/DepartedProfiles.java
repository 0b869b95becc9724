package io.tidings.event.history;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Profiles that were merged into another or erased, and what to do with events that still name
 * them.
 *
 * <p>A recording reads this table and then writes events; a departure must not fall between the
 * two, or an event would stay with a profile that is no more. So recordings share a lock of their
 * workspace and departures take it alone, in a short transaction of their own: once they are noted,
 * every recording that did not see them has committed, and its events can be moved.
 */
@Singleton
final class DepartedProfiles {
  private static final String LOCK = "SELECT %s(hashtextextended(?, 0))";
  private static final String SUCCESSORS =
      """
      SELECT profile_id, successor_id FROM departed_profile
       WHERE workspace_id = ? AND profile_id = ANY (?)
      """;

  private final TransactionOperations<Connection> transactions;

  DepartedProfiles(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * @param successorId who absorbed the profile; null where it was erased
   */
  record Departure(UUID profileId, @Nullable UUID successorId) {}

  /**
   * Who of these departed, with the successor where there is one. Shares the workspace's lock until
   * the open transaction ends.
   */
  Map<UUID, Optional<UUID>> among(String workspaceId, Collection<UUID> profileIds) {
    Connection connection = transactions.getConnection();
    // In one exchange with the database; what is read is what was committed once the lock was had.
    try (var statement =
        connection.prepareStatement(
            LOCK.formatted("pg_advisory_xact_lock_shared") + "; " + SUCCESSORS)) {
      statement.setString(1, lockedName(workspaceId));
      statement.setString(2, workspaceId);
      statement.setArray(3, Columns.uuids(connection, profileIds));
      statement.execute();
      statement.getMoreResults();
      return departed(statement.getResultSet());
    } catch (SQLException e) {
      throw new HistoryException("departed profiles could not be read", e);
    }
  }

  /**
   * Of those of these that departed: whose their events are by now; empty where nobody's, because
   * somebody on the way was erased.
   */
  Map<UUID, Optional<UUID>> successors(String workspaceId, Collection<UUID> profileIds) {
    Connection connection = transactions.getConnection();
    try (var select = connection.prepareStatement(SUCCESSORS)) {
      select.setString(1, workspaceId);
      select.setArray(2, Columns.uuids(connection, profileIds));
      return departed(select.executeQuery());
    } catch (SQLException e) {
      throw new HistoryException("departed profiles could not be read", e);
    }
  }

  private static Map<UUID, Optional<UUID>> departed(ResultSet answer) throws SQLException {
    Map<UUID, Optional<UUID>> departed = new HashMap<>();
    try (ResultSet rows = answer) {
      while (rows.next()) {
        departed.put(
            rows.getObject(1, UUID.class), Optional.ofNullable(rows.getObject(2, UUID.class)));
      }
    }
    return departed;
  }

  /** Notes departures in their order, in a transaction of their own. */
  void note(String workspaceId, List<Departure> departures) {
    transactions.executeWrite(_ -> {
      lockAlone(workspaceId);
      return noted(workspaceId, departures);
    });
  }

  private int[] noted(String workspaceId, List<Departure> departures) {
    // Every row points to a profile that is still there, or to nobody: one step always suffices.
    // What was erased stays erased.
    try (var note =
        transactions
            .getConnection()
            .prepareStatement(
                """
                WITH heir AS (
                  SELECT CASE WHEN departed.profile_id IS NULL THEN asked.id
                              ELSE departed.successor_id END AS id
                    FROM (VALUES (?::uuid)) AS asked (id)
                    LEFT JOIN departed_profile departed
                      ON departed.workspace_id = ? AND departed.profile_id = asked.id),
                earlier AS (
                  UPDATE departed_profile SET successor_id = (SELECT id FROM heir)
                   WHERE workspace_id = ? AND successor_id = ?)
                INSERT INTO departed_profile AS known (workspace_id, profile_id, successor_id)
                SELECT ?, ?, id FROM heir
                ON CONFLICT (workspace_id, profile_id) DO UPDATE
                   SET successor_id = CASE WHEN known.successor_id IS NOT NULL
                                           THEN excluded.successor_id END
                """)) {
      for (Departure departure : departures) {
        note.setObject(1, departure.successorId());
        note.setString(2, workspaceId);
        note.setString(3, workspaceId);
        note.setObject(4, departure.profileId());
        note.setString(5, workspaceId);
        note.setObject(6, departure.profileId());
        note.addBatch();
      }
      return note.executeBatch();
    } catch (SQLException e) {
      throw new HistoryException("departed profiles could not be noted", e);
    }
  }

  private void lockAlone(String workspaceId) {
    try (var lock =
        transactions.getConnection().prepareStatement(LOCK.formatted("pg_advisory_xact_lock"))) {
      lock.setString(1, lockedName(workspaceId));
      lock.execute();
    } catch (SQLException e) {
      throw new HistoryException("the lock of departures could not be had", e);
    }
  }

  private static String lockedName(String workspaceId) {
    return "departure " + workspaceId;
  }
}
