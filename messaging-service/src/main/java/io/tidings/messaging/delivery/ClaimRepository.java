package io.tidings.messaging.delivery;

import io.tidings.columns.Columns;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Values;
import io.tidings.messaging.send.Decisions;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendRow;
import io.tidings.messaging.send.SendUsers;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The queue side of sends on file. */
@Singleton
final class ClaimRepository {
  private final Database database;
  private final SendUsers users;

  ClaimRepository(Database database, SendUsers users) {
    this.database = database;
    this.users = users;
  }

  /**
   * @param except what the caller has already
   */
  List<Claim> take(
      Lane lane, UUID lease, Instant until, Instant now, int limit, Collection<UUID> except) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              WITH due AS (
                SELECT workspace_id, send_id, lease_id AS abandoned_lease
                  FROM send
                 WHERE workspace_id = ? AND channel = ? AND bulk = ? AND due_at <= ?
                   AND send_id <> ALL (?)
                 ORDER BY due_at
                 LIMIT ?
                   FOR UPDATE SKIP LOCKED
              )
              UPDATE send SET state = 'SENDING', due_at = ?, lease_id = ?
                FROM due
               WHERE send.workspace_id = due.workspace_id AND send.send_id = due.send_id
              RETURNING due.abandoned_lease, \
              """
                  + SendRow.COLUMNS)) {
        statement.setString(1, lane.workspaceId());
        statement.setString(2, lane.channel().name());
        statement.setBoolean(3, lane.bulk());
        statement.setObject(4, Values.at(now));
        statement.setArray(5, Columns.uuids(connection, except));
        statement.setInt(6, limit);
        statement.setObject(7, Values.at(until));
        statement.setObject(8, lease);
        List<Claim> claims = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            claims.add(
                new Claim(SendRow.read(row, users), Values.uuidOrNull(row, "abandoned_lease")));
          }
        }
        return claims;
      }
    });
  }

  /**
   * @param held lease by send
   * @return the sends whose lease still holds and was prolonged
   */
  Set<UUID> renew(String workspaceId, Map<UUID, UUID> held, Instant until) {
    return database.inTransaction(connection -> {
      // Rows that are being recorded are skipped: they need no lease any more.
      try (var statement =
          connection.prepareStatement(
              """
              WITH mine AS (
                SELECT send.workspace_id, send.send_id
                  FROM send
                  JOIN unnest(?::uuid[], ?::uuid[]) AS held (send_id, lease_id)
                    USING (send_id, lease_id)
                 WHERE send.workspace_id = ? AND send.due_at IS NOT NULL
                   FOR UPDATE OF send SKIP LOCKED
              )
              UPDATE send SET due_at = ?
                FROM mine
               WHERE send.workspace_id = mine.workspace_id AND send.send_id = mine.send_id
              RETURNING send.send_id
              """)) {
        var leases = List.copyOf(held.entrySet());
        statement.setArray(1, Columns.uuids(connection, leases, Map.Entry::getKey));
        statement.setArray(2, Columns.uuids(connection, leases, Map.Entry::getValue));
        statement.setString(3, workspaceId);
        statement.setObject(4, Values.at(until));
        return ids(statement);
      }
    });
  }

  /**
   * @return the sends that were still theirs to record
   */
  Set<UUID> record(List<Recording> recordings) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE send
                 SET state = row.state, reason = row.reason, detail = row.detail,
                     attempts = row.attempts, provider = row.provider,
                     provider_reference = row.provider_reference, due_at = row.due_at,
                     lease_id = row.lease_id, user_id = coalesce(send.user_id, row.user_id),
                     user_digest = coalesce(send.user_digest, row.user_digest),
                     decisions = send.decisions || row.decisions, updated_at = row.updated_at
                FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                            ?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::uuid[],
                            ?::bytea[], ?::jsonb[], ?::timestamptz[], ?::bytea[])
                  AS row (workspace_id, send_id, fence, state, reason, detail, attempts,
                          provider, provider_reference, due_at, lease_id, user_id, decisions,
                          updated_at, user_digest)
               WHERE send.workspace_id = row.workspace_id AND send.send_id = row.send_id
                 AND send.lease_id = row.fence AND send.state IN ('SENDING', 'IN_DOUBT')
              RETURNING send.send_id
              """)) {
        List<Send> sends = recordings.stream().map(Recording::send).toList();
        var c = connection;
        statement.setArray(1, Columns.texts(c, sends, send -> send.order().workspaceId()));
        statement.setArray(2, Columns.uuids(c, sends, send -> send.order().id()));
        statement.setArray(3, Columns.uuids(c, recordings, Recording::fence));
        statement.setArray(4, Columns.texts(c, sends, send -> send.state().name()));
        statement.setArray(5, Columns.texts(c, sends, Send::reason));
        statement.setArray(6, Columns.texts(c, sends, Send::detail));
        statement.setArray(7, Columns.numbers(c, sends, send -> (long) send.attempts()));
        statement.setArray(8, Columns.texts(c, sends, Send::provider));
        statement.setArray(9, Columns.texts(c, sends, Send::providerReference));
        statement.setArray(10, Columns.instants(c, sends, Send::dueAt));
        statement.setArray(11, Columns.uuids(c, sends, Send::leaseId));
        statement.setArray(12, Columns.bytes(c, sends, users::seal));
        statement.setArray(13, Columns.texts(c, sends, send -> Decisions.write(send.decisions())));
        statement.setArray(14, Columns.instants(c, sends, Send::updatedAt));
        statement.setArray(15, Columns.bytes(c, sends, users::digest));
        return ids(statement);
      }
    });
  }

  /** Every lane that has something, with the time at which its first is due. */
  Map<Lane, Instant> waiting() {
    return database.inTransaction(connection -> {
      // Goes from lane to lane along the index instead of over all that waits.
      try (var statement =
              connection.prepareStatement(
                  """
                  WITH RECURSIVE lane AS (
                    (SELECT workspace_id, channel, bulk, due_at FROM send
                      WHERE due_at IS NOT NULL
                      ORDER BY workspace_id, channel, bulk, due_at LIMIT 1)
                    UNION ALL
                    SELECT next.* FROM lane CROSS JOIN LATERAL (
                      SELECT workspace_id, channel, bulk, due_at FROM send
                       WHERE due_at IS NOT NULL
                         AND (workspace_id, channel, bulk)
                           > (lane.workspace_id, lane.channel, lane.bulk)
                       ORDER BY workspace_id, channel, bulk, due_at LIMIT 1) AS next
                  )
                  SELECT workspace_id, channel, bulk, due_at FROM lane
                  """);
          ResultSet row = statement.executeQuery()) {
        Map<Lane, Instant> lanes = new HashMap<>();
        while (row.next()) {
          lanes.put(
              new Lane(
                  row.getString("workspace_id"),
                  Channel.valueOf(row.getString("channel")),
                  row.getBoolean("bulk")),
              Values.instant(row, "due_at"));
        }
        return lanes;
      }
    });
  }

  /** Those of the broadcasts that were cancelled. */
  Set<UUID> cancelled(String workspaceId, Collection<UUID> broadcasts) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              SELECT broadcast_id FROM broadcast
               WHERE workspace_id = ? AND broadcast_id = ANY (?) AND state = 'CANCELLED'
              """)) {
        statement.setString(1, workspaceId);
        statement.setArray(2, Columns.uuids(connection, broadcasts));
        return ids(statement);
      }
    });
  }

  private static Set<UUID> ids(PreparedStatement statement) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }
}
