package io.tidings.messaging.broadcast;

import com.google.protobuf.ByteString;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.database.Values;
import io.tidings.messaging.send.SendClass;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Broadcasts on file. */
@Singleton
final class BroadcastRepository {
  private static final String COLUMNS =
      """
      workspace_id, broadcast_id, name, audience, channel, class, content_id, data_id, state,
      after_profile_id, recipient_count, created_at, completed_at, category
      """;

  private final Database database;

  BroadcastRepository(Database database) {
    this.database = database;
  }

  /**
   * @return whether it is new; not so if the request was made before
   */
  boolean insert(Broadcast broadcast, @Nullable String requestId) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO broadcast
                (workspace_id, broadcast_id, request_id, name, audience, channel, class,
                 content_id, data_id, state, planned, recipient_count, created_at, category)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', false, 0, ?, ?)
              ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, broadcast.workspaceId());
        statement.setObject(2, broadcast.id());
        statement.setString(3, requestId);
        statement.setString(4, broadcast.name());
        statement.setBytes(5, broadcast.audience().toByteArray());
        statement.setString(6, broadcast.channel().name());
        statement.setString(7, broadcast.sendClass().name());
        statement.setObject(8, broadcast.contentId());
        statement.setObject(9, broadcast.dataId(), Types.OTHER);
        statement.setObject(10, Values.at(broadcast.createdAt()));
        statement.setString(11, broadcast.category());
        return statement.executeUpdate() > 0;
      }
    });
  }

  Optional<Broadcast> findByRequest(String workspaceId, String requestId) {
    return one(
        "WHERE workspace_id = ? AND request_id = ?",
        statement -> {
          statement.setString(1, workspaceId);
          statement.setString(2, requestId);
        });
  }

  Optional<Broadcast> find(String workspaceId, UUID id) {
    return one(
        "WHERE workspace_id = ? AND broadcast_id = ?",
        statement -> {
          statement.setString(1, workspaceId);
          statement.setObject(2, id);
        });
  }

  /** The newest first. */
  Page<Broadcast> list(String workspaceId, Page.Request page) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + """
                  FROM broadcast
                  WHERE workspace_id = ? AND (?::uuid IS NULL OR broadcast_id < ?)
                  ORDER BY broadcast_id DESC LIMIT ?
                  """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, page.after(), Types.OTHER);
        statement.setObject(3, page.after(), Types.OTHER);
        statement.setInt(4, page.limit());
        return Page.of(read(statement), page, Broadcast::id);
      }
    });
  }

  /** Stops it, unless it has ended. */
  void cancel(String workspaceId, UUID id, Instant now) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE broadcast SET state = 'CANCELLED', completed_at = ?
               WHERE workspace_id = ? AND broadcast_id = ? AND state = 'RUNNING'
              """)) {
        statement.setObject(1, Values.at(now));
        statement.setString(2, workspaceId);
        statement.setObject(3, id);
        statement.executeUpdate();
      }
    });
  }

  /** Takes one whose planning nobody is at. */
  Optional<Broadcast> lease(UUID lease, Instant now, Instant until) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              WITH free AS (
                SELECT workspace_id AS workspace, broadcast_id AS id FROM broadcast
                 WHERE state = 'RUNNING' AND NOT planned
                   AND (leased_until IS NULL OR leased_until <= ?)
                 LIMIT 1 FOR UPDATE SKIP LOCKED
              )
              UPDATE broadcast SET lease_id = ?, leased_until = ? FROM free
               WHERE workspace_id = free.workspace AND broadcast_id = free.id
              RETURNING \
              """
                  + COLUMNS)) {
        statement.setObject(1, Values.at(now));
        statement.setObject(2, lease);
        statement.setObject(3, Values.at(until));
        return read(statement).stream().findFirst();
      }
    });
  }

  /**
   * Remembers how far planning is, and goes on holding it.
   *
   * @return false where it was cancelled, or another has it
   */
  boolean advance(Broadcast broadcast, UUID lease, UUID after, int added, Instant until) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE broadcast
                 SET after_profile_id = ?, recipient_count = recipient_count + ?,
                     leased_until = ?
               WHERE workspace_id = ? AND broadcast_id = ? AND lease_id = ?
                 AND state = 'RUNNING'
              """)) {
        statement.setObject(1, after);
        statement.setInt(2, added);
        statement.setObject(3, Values.at(until));
        statement.setString(4, broadcast.workspaceId());
        statement.setObject(5, broadcast.id());
        statement.setObject(6, lease);
        return statement.executeUpdate() > 0;
      }
    });
  }

  /**
   * Ends a turn at planning.
   *
   * @param planned whether everyone of the audience has a send
   */
  void release(Broadcast broadcast, UUID lease, boolean planned) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE broadcast SET planned = ?, lease_id = NULL, leased_until = NULL
               WHERE workspace_id = ? AND broadcast_id = ? AND lease_id = ?
              """)) {
        statement.setBoolean(1, planned);
        statement.setString(2, broadcast.workspaceId());
        statement.setObject(3, broadcast.id());
        statement.setObject(4, lease);
        statement.executeUpdate();
      }
    });
  }

  /** Completes those of which every send has ended. */
  int complete(Instant now) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE broadcast SET state = 'COMPLETED', completed_at = ?
               WHERE state = 'RUNNING' AND planned
                 AND NOT EXISTS (
                   SELECT FROM send
                    WHERE send.workspace_id = broadcast.workspace_id
                      AND send.channel = broadcast.channel AND send.bulk
                      AND send.due_at IS NOT NULL
                      AND send.broadcast_id = broadcast.broadcast_id)
              """)) {
        statement.setObject(1, Values.at(now));
        return statement.executeUpdate();
      }
    });
  }

  /** Sets a statement's parameters. */
  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private Optional<Broadcast> one(String where, Parameters parameters) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement("SELECT " + COLUMNS + " FROM broadcast " + where)) {
        parameters.set(statement);
        return read(statement).stream().findFirst();
      }
    });
  }

  private static List<Broadcast> read(PreparedStatement statement) throws SQLException {
    List<Broadcast> broadcasts = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        broadcasts.add(
            new Broadcast(
                row.getString("workspace_id"),
                Values.uuid(row, "broadcast_id"),
                row.getString("name"),
                ByteString.copyFrom(row.getBytes("audience")),
                Channel.valueOf(row.getString("channel")),
                SendClass.valueOf(row.getString("class")),
                Values.uuid(row, "content_id"),
                Values.uuidOrNull(row, "data_id"),
                Broadcast.State.valueOf(row.getString("state")),
                Values.uuidOrNull(row, "after_profile_id"),
                row.getLong("recipient_count"),
                Values.instant(row, "created_at"),
                Values.instantOrNull(row, "completed_at"),
                row.getString("category")));
      }
    }
    return broadcasts;
  }
}
