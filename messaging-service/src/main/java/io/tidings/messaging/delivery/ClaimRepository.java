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
import java.sql.Connection;
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
   * Claims what is due of a lane: what another claim held whose lease has run out, all of it, or
   * else what nobody has.
   *
   * @param id of the new claim
   * @param limit of what nobody has
   * @param held the sends of who asks and their claims: they know better than any lease, and than
   *     the file while an outcome is not on it
   */
  List<Claim> take(
      Lane lane, UUID id, Instant until, Instant now, int limit, Map<UUID, UUID> held) {
    return database.inTransaction(connection -> {
      List<Claim> abandoned = takeOver(connection, lane, id, until, now, Set.copyOf(held.values()));
      return abandoned.isEmpty()
          ? takeFree(connection, lane, id, until, now, limit, held.keySet())
          : abandoned;
    });
  }

  private List<Claim> takeOver(
      Connection connection, Lane lane, UUID id, Instant until, Instant now, Collection<UUID> own)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            WITH expired AS (
              SELECT claim_id FROM claim
               WHERE workspace_id = ? AND channel = ? AND bulk = ? AND leased_until <= ?
                 AND claim_id <> ALL (?)
               LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            UPDATE claim SET claim_id = ?, leased_until = ?
              FROM expired
             WHERE claim.claim_id = expired.claim_id
            RETURNING expired.claim_id AS abandoned, claim.send_ids
            """)) {
      int next = set(statement, 1, lane);
      statement.setObject(next++, Values.at(now));
      statement.setArray(next++, Columns.uuids(connection, own));
      statement.setObject(next++, id);
      statement.setObject(next, Values.at(until));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return List.of();
        }
        UUID abandoned = Values.uuid(row, "abandoned");
        List<UUID> ids = sendIds(row);
        List<Send> sends = waiting(connection, lane, ids);
        if (sends.isEmpty()) {
          // Those who were to get them have been erased.
          release(connection, Set.of(id), ids);
        }
        return sends.stream().map(send -> new Claim(send.claimed(id), abandoned)).toList();
      }
    }
  }

  private List<Send> waiting(Connection connection, Lane lane, List<UUID> ids) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT %s FROM send
             WHERE workspace_id = ? AND send_id = ANY (?) AND due_at IS NOT NULL
            """
                .formatted(SendRow.COLUMNS))) {
      statement.setString(1, lane.workspaceId());
      statement.setArray(2, Columns.uuids(connection, ids));
      return read(statement);
    }
  }

  private List<Claim> takeFree(
      Connection connection,
      Lane lane,
      UUID id,
      Instant until,
      Instant now,
      int limit,
      Collection<UUID> held)
      throws SQLException {
    // One after the other, or two would find the same sends free.
    lock(connection, lane);
    try (var statement =
        connection.prepareStatement(
            """
            WITH due AS MATERIALIZED (
              SELECT %s FROM send
               WHERE workspace_id = ? AND channel = ? AND bulk = ? AND due_at <= ?
                 AND send_id NOT IN (
                   SELECT unnest(send_ids) FROM claim
                    WHERE workspace_id = ? AND channel = ? AND bulk = ?
                   UNION ALL SELECT unnest(?::uuid[]))
               ORDER BY due_at
               LIMIT ?
            ), made AS (
              INSERT INTO claim (claim_id, workspace_id, channel, bulk, send_ids, leased_until)
              SELECT ?, ?, ?, ?, array_agg(send_id), ? FROM due HAVING count(*) > 0
            )
            SELECT * FROM due
            """
                .formatted(SendRow.COLUMNS))) {
      int next = set(statement, 1, lane);
      statement.setObject(next++, Values.at(now));
      next = set(statement, next, lane);
      statement.setArray(next++, Columns.uuids(connection, held));
      statement.setInt(next++, limit);
      statement.setObject(next++, id);
      next = set(statement, next, lane);
      statement.setObject(next, Values.at(until));
      return read(statement).stream().map(send -> new Claim(send.claimed(id), null)).toList();
    }
  }

  private List<Send> read(PreparedStatement statement) throws SQLException {
    List<Send> sends = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        sends.add(SendRow.read(row, users));
      }
    }
    return sends;
  }

  private static void lock(Connection connection, Lane lane) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      statement.setString(1, "claims of " + lane);
      statement.execute();
    }
  }

  private static int set(PreparedStatement statement, int first, Lane lane) throws SQLException {
    statement.setString(first, lane.workspaceId());
    statement.setString(first + 1, lane.channel().name());
    statement.setBoolean(first + 2, lane.bulk());
    return first + 3;
  }

  /**
   * @return the claims that are still theirs and were prolonged
   */
  Set<UUID> renew(Collection<UUID> claims, Instant until) {
    return database.inTransaction(connection -> {
      Set<UUID> held = lock(connection, claims).keySet();
      try (var statement =
          connection.prepareStatement(
              "UPDATE claim SET leased_until = ? WHERE claim_id = ANY (?)")) {
        statement.setObject(1, Values.at(until));
        statement.setArray(2, Columns.uuids(connection, held));
        statement.executeUpdate();
      }
      return held;
    });
  }

  /**
   * In one order, so that nobody waits for who waits for them.
   *
   * @return those that there are, with their sends
   */
  private static Map<UUID, Set<UUID>> lock(Connection connection, Collection<UUID> claims)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT claim_id, send_ids FROM claim
             WHERE claim_id = ANY (?) ORDER BY claim_id FOR UPDATE
            """)) {
      statement.setArray(1, Columns.uuids(connection, claims));
      Map<UUID, Set<UUID>> sends = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sends.put(Values.uuid(row, "claim_id"), Set.copyOf(sendIds(row)));
        }
      }
      return sends;
    }
  }

  private static List<UUID> sendIds(ResultSet row) throws SQLException {
    return List.of((UUID[]) row.getArray("send_ids").getArray());
  }

  /**
   * @return what is on file now; of the others the sends have been taken over, or were recorded
   *     before
   */
  List<Recording> record(List<Recording> recordings) {
    return database.inTransaction(connection -> {
      Map<UUID, Set<UUID>> claims =
          lock(connection, recordings.stream().map(Recording::claim).distinct().toList());
      List<Recording> recorded = record(connection, recordings, claims);
      release(
          connection,
          claims.keySet(),
          recordings.stream()
              .filter(recording -> isNamed(claims, recording))
              .map(Recording::sendId)
              .toList());
      return recorded;
    });
  }

  private static boolean isNamed(Map<UUID, Set<UUID>> claims, Recording recording) {
    return claims.getOrDefault(recording.claim(), Set.of()).contains(recording.sendId());
  }

  /**
   * What a claim does not name any more is left alone, unless it stands in doubt for that claim:
   * then the answer is known.
   */
  private List<Recording> record(
      Connection connection, List<Recording> recordings, Map<UUID, Set<UUID>> claims)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE send
               SET state = row.state, reason = row.reason, detail = row.detail,
                   attempts = row.attempts, provider = row.provider,
                   provider_reference = row.provider_reference, due_at = row.due_at,
                   doubted_claim_id = row.doubted_claim_id, user_id = coalesce(send.user_id, row.user_id),
                   user_digest = coalesce(send.user_digest, row.user_digest),
                   decisions = send.decisions || row.decisions, updated_at = row.updated_at
              FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                          ?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::uuid[],
                          ?::bytea[], ?::jsonb[], ?::timestamptz[], ?::bytea[], ?::boolean[])
                   WITH ORDINALITY
                AS row (workspace_id, send_id, claim_id, state, reason, detail, attempts,
                        provider, provider_reference, due_at, doubted_claim_id, user_id,
                        decisions, updated_at, user_digest, is_named, number)
             WHERE send.workspace_id = row.workspace_id AND send.send_id = row.send_id
               AND CASE WHEN send.state = 'IN_DOUBT' THEN send.doubted_claim_id = row.claim_id
                        ELSE row.is_named AND send.due_at IS NOT NULL END
            RETURNING row.number
            """)) {
      List<Send> sends = recordings.stream().map(Recording::send).toList();
      var c = connection;
      statement.setArray(1, Columns.texts(c, sends, send -> send.order().workspaceId()));
      statement.setArray(2, Columns.uuids(c, recordings, Recording::sendId));
      statement.setArray(3, Columns.uuids(c, recordings, Recording::claim));
      statement.setArray(4, Columns.texts(c, sends, send -> send.state().name()));
      statement.setArray(5, Columns.texts(c, sends, Send::reason));
      statement.setArray(6, Columns.texts(c, sends, Send::detail));
      statement.setArray(7, Columns.numbers(c, sends, send -> (long) send.attempts()));
      statement.setArray(8, Columns.texts(c, sends, Send::provider));
      statement.setArray(9, Columns.texts(c, sends, Send::providerReference));
      statement.setArray(10, Columns.instants(c, sends, Send::dueAt));
      statement.setArray(11, Columns.uuids(c, sends, Send::claimId));
      statement.setArray(12, Columns.bytes(c, sends, users::seal));
      statement.setArray(13, Columns.texts(c, sends, send -> Decisions.write(send.decisions())));
      statement.setArray(14, Columns.instants(c, sends, Send::updatedAt));
      statement.setArray(15, Columns.bytes(c, sends, users::digest));
      statement.setArray(16, Columns.flags(c, recordings, recording -> isNamed(claims, recording)));
      List<Recording> recorded = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          recorded.add(recordings.get(row.getInt("number") - 1));
        }
      }
      return recorded;
    }
  }

  /**
   * Claims end with their last send; those that are to be tried again may be claimed again.
   *
   * @param sends each named by one of these claims and no other
   */
  private static void release(
      Connection connection, Collection<UUID> claims, Collection<UUID> sends) throws SQLException {
    try (var shrink =
            connection.prepareStatement(
                """
                UPDATE claim
                   SET send_ids = ARRAY(SELECT unnest(send_ids) EXCEPT SELECT unnest(?::uuid[]))
                 WHERE claim_id = ANY (?)
                """);
        var end =
            connection.prepareStatement(
                "DELETE FROM claim WHERE claim_id = ANY (?) AND send_ids = '{}'")) {
      shrink.setArray(1, Columns.uuids(connection, sends));
      shrink.setArray(2, Columns.uuids(connection, claims));
      shrink.executeUpdate();
      end.setArray(1, Columns.uuids(connection, claims));
      end.executeUpdate();
    }
  }

  /** Every lane that has something unclaimed, with the time at which its first is due. */
  Map<Lane, Instant> waiting(Instant now) {
    return database.inTransaction(connection -> {
      // Goes from lane to lane along the index instead of over all that waits.
      try (var statement =
          connection.prepareStatement(
              """
              WITH RECURSIVE claimed AS MATERIALIZED (
                SELECT unnest(send_ids) AS send_id FROM claim WHERE leased_until > ?
              ), lane AS (
                (SELECT workspace_id, channel, bulk, due_at FROM send
                  WHERE due_at IS NOT NULL AND send_id NOT IN (SELECT send_id FROM claimed)
                  ORDER BY workspace_id, channel, bulk, due_at LIMIT 1)
                UNION ALL
                SELECT next.* FROM lane CROSS JOIN LATERAL (
                  SELECT workspace_id, channel, bulk, due_at FROM send
                   WHERE due_at IS NOT NULL AND send_id NOT IN (SELECT send_id FROM claimed)
                     AND (workspace_id, channel, bulk)
                       > (lane.workspace_id, lane.channel, lane.bulk)
                   ORDER BY workspace_id, channel, bulk, due_at LIMIT 1) AS next
              )
              SELECT workspace_id, channel, bulk, due_at FROM lane
              """)) {
        statement.setObject(1, Values.at(now));
        Map<Lane, Instant> lanes = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            lanes.put(
                new Lane(
                    row.getString("workspace_id"),
                    Channel.valueOf(row.getString("channel")),
                    row.getBoolean("bulk")),
                Values.instant(row, "due_at"));
          }
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
