package io.tidings.event.history;

import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
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
 * workspace and a departure takes it alone, in a short transaction of its own: once the departure
 * is noted, every recording that did not see the departure has committed, and its events can be
 * moved.
 */
@Singleton
final class DepartedProfiles {
  private final TransactionOperations<Connection> transactions;

  DepartedProfiles(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * Who of these departed, with the successor where there is one. Shares the workspace's lock until
   * the open transaction ends.
   */
  Map<UUID, Optional<UUID>> among(String workspaceId, Collection<UUID> profileIds) {
    lock(workspaceId, "pg_advisory_xact_lock_shared");
    Connection connection = transactions.getConnection();
    try (var select =
        connection.prepareStatement(
            """
            SELECT profile_id, successor_id FROM departed_profile
             WHERE workspace_id = ? AND profile_id = ANY (?)
            """)) {
      select.setString(1, workspaceId);
      select.setArray(2, Columns.uuids(connection, profileIds));
      Map<UUID, Optional<UUID>> departed = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          departed.put(
              rows.getObject(1, UUID.class), Optional.ofNullable(rows.getObject(2, UUID.class)));
        }
      }
      return departed;
    } catch (SQLException e) {
      throw new HistoryException("departed profiles could not be read", e);
    }
  }

  /**
   * Notes that a profile was merged into another, in a transaction of its own.
   *
   * @return whose its events are by now, which is not {@code successorId} where that one departed
   *     too; empty where nobody's, because somebody on the way was erased
   */
  Optional<UUID> merged(String workspaceId, UUID profileId, UUID successorId) {
    return depart(workspaceId, profileId, successorId);
  }

  /** Notes that a profile was erased, in a transaction of its own. */
  void erased(String workspaceId, UUID profileId) {
    depart(workspaceId, profileId, null);
  }

  private Optional<UUID> depart(String workspaceId, UUID profileId, @Nullable UUID successorId) {
    var own = TransactionDefinition.of(TransactionDefinition.Propagation.REQUIRES_NEW);
    return transactions.execute(
        own,
        _ -> {
          lock(workspaceId, "pg_advisory_xact_lock");
          return note(workspaceId, profileId, successorId);
        });
  }

  private Optional<UUID> note(String workspaceId, UUID profileId, @Nullable UUID successorId) {
    // Every row points to a profile that is still there, or to nobody: one step always suffices.
    // What
    // was erased stays erased.
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
                RETURNING successor_id
                """)) {
      note.setObject(1, successorId);
      note.setString(2, workspaceId);
      note.setString(3, workspaceId);
      note.setObject(4, profileId);
      note.setString(5, workspaceId);
      note.setObject(6, profileId);
      try (ResultSet rows = note.executeQuery()) {
        rows.next();
        return Optional.ofNullable(rows.getObject(1, UUID.class));
      }
    } catch (SQLException e) {
      throw new HistoryException("a departed profile could not be noted", e);
    }
  }

  private void lock(String workspaceId, String function) {
    try (var lock =
        transactions
            .getConnection()
            .prepareStatement("SELECT " + function + "(hashtextextended(?, 0))")) {
      lock.setString(1, "departure " + workspaceId);
      lock.execute();
    } catch (SQLException e) {
      throw new HistoryException("the lock of departures could not be had", e);
    }
  }
}
