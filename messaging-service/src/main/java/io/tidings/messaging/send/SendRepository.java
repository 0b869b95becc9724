package io.tidings.messaging.send;

import io.tidings.columns.Columns;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Page;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends on file. */
@Singleton
final class SendRepository {
  private static final String MATCHES =
      """
      workspace_id = ?
        AND (?::bytea IS NULL OR user_digest = ?)
        AND (?::uuid IS NULL OR broadcast_id = ?)
        AND (?::uuid IS NULL OR automation_id = ?)
        AND (?::uuid IS NULL OR profile_id = ?)
        AND (?::text IS NULL OR channel = ?)
        AND (?::text IS NULL OR\
      """
          + " "
          + SendRow.SHOWN_STATE
          + " = ?)";

  private final Database database;
  private final SendUsers users;

  SendRepository(Database database, SendUsers users) {
    this.database = database;
    this.users = users;
  }

  /** A send with everything that was decided about it. */
  record Explained(Send send, List<Decision> decisions) {}

  /**
   * Puts sends on file in one statement; one that a broadcast or an automation made before is left
   * out.
   *
   * @return those that are new
   */
  List<Send> insert(List<Send> sends) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO send
                (workspace_id, send_id, profile_id, user_id, channel, class, bulk, content_id,
                 data_id, broadcast_id, automation_id, entry_number, state, reason, detail,
                 attempts, due_at, decisions, created_at, updated_at, category, user_digest)
              SELECT workspace_id, send_id, profile_id, user_id, channel, class, bulk,
                     content_id, data_id, broadcast_id, automation_id, entry_number, state,
                     reason, detail, 0, due_at, decisions, created_at, updated_at, category,
                     user_digest
                FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::bytea[], ?::text[], ?::text[],
                            ?::boolean[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[],
                            ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::jsonb[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                            ?::bytea[])
                  AS row (workspace_id, send_id, profile_id, user_id, channel, class, bulk,
                          content_id, data_id, broadcast_id, automation_id, entry_number,
                          state, reason, detail, due_at, decisions, created_at, updated_at,
                          category, user_digest)
              ON CONFLICT DO NOTHING
              RETURNING send_id
              """)) {
        var c = connection;
        statement.setArray(1, Columns.texts(c, sends, send -> send.order().workspaceId()));
        statement.setArray(2, Columns.uuids(c, sends, send -> send.order().id()));
        statement.setArray(3, Columns.uuids(c, sends, send -> send.order().profileId()));
        statement.setArray(4, Columns.bytes(c, sends, users::seal));
        statement.setArray(5, Columns.texts(c, sends, send -> send.order().channel().name()));
        statement.setArray(6, Columns.texts(c, sends, send -> send.order().sendClass().name()));
        statement.setArray(7, Columns.flags(c, sends, send -> send.order().lane().bulk()));
        statement.setArray(8, Columns.uuids(c, sends, send -> send.order().contentId()));
        statement.setArray(9, Columns.uuids(c, sends, send -> send.order().dataId()));
        statement.setArray(10, Columns.uuids(c, sends, SendRepository::broadcast));
        statement.setArray(11, Columns.uuids(c, sends, SendRepository::automation));
        statement.setArray(12, Columns.numbers(c, sends, SendRepository::entryNumber));
        statement.setArray(13, Columns.texts(c, sends, send -> send.state().name()));
        statement.setArray(14, Columns.texts(c, sends, Send::reason));
        statement.setArray(15, Columns.texts(c, sends, Send::detail));
        statement.setArray(16, Columns.instants(c, sends, Send::dueAt));
        statement.setArray(17, Columns.texts(c, sends, send -> Decisions.write(send.decisions())));
        statement.setArray(18, Columns.instants(c, sends, send -> send.order().createdAt()));
        statement.setArray(19, Columns.instants(c, sends, Send::updatedAt));
        statement.setArray(20, Columns.texts(c, sends, send -> send.order().category()));
        statement.setArray(21, Columns.bytes(c, sends, users::digest));
        Set<UUID> added = new HashSet<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            added.add(row.getObject(1, UUID.class));
          }
        }
        return sends.stream().filter(send -> added.contains(send.order().id())).toList();
      }
    });
  }

  /** Those that there are, in no order. */
  List<Send> findAll(String workspaceId, Collection<UUID> ids) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + SendRow.SHOWN_COLUMNS
                  + " FROM send WHERE workspace_id = ? AND send_id = ANY (?)")) {
        statement.setString(1, workspaceId);
        statement.setArray(2, Columns.uuids(connection, ids));
        return read(statement);
      }
    });
  }

  Optional<Explained> explain(String workspaceId, UUID id) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + SendRow.SHOWN_COLUMNS
                  + ", send.decisions FROM send WHERE workspace_id = ? AND send_id = ?")) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? Optional.of(
                  new Explained(
                      SendRow.read(row, users), Decisions.read(row.getString("decisions"))))
              : Optional.empty();
        }
      }
    });
  }

  /** The newest first. */
  Page<Send> list(String workspaceId, SendFilter filter, Page.Request page) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + SendRow.SHOWN_COLUMNS
                  + " FROM send WHERE "
                  + MATCHES
                  + " AND (?::uuid IS NULL OR send_id < ?) ORDER BY send_id DESC LIMIT ?")) {
        int next = set(statement, workspaceId, filter);
        statement.setObject(next, page.after(), Types.OTHER);
        statement.setObject(next + 1, page.after(), Types.OTHER);
        statement.setInt(next + 2, page.limit());
        return Page.of(read(statement), page, send -> send.order().id());
      }
    });
  }

  List<SendCount> count(String workspaceId, SendFilter filter) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              SELECT channel, shown, why, count(*) AS total
                FROM (SELECT channel, %s AS shown,
                             CASE state WHEN 'DISCARDED' THEN reason ELSE '' END AS why
                        FROM send WHERE %s) AS matching
               GROUP BY channel, shown, why ORDER BY channel, shown, why
              """
                  .formatted(SendRow.SHOWN_STATE, MATCHES))) {
        set(statement, workspaceId, filter);
        List<SendCount> counts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            counts.add(
                new SendCount(
                    Channel.valueOf(row.getString("channel")),
                    State.valueOf(row.getString("shown")),
                    row.getString("why"),
                    row.getLong("total")));
          }
        }
        return counts;
      }
    });
  }

  private int set(PreparedStatement statement, String workspaceId, SendFilter filter)
      throws SQLException {
    int next = 1;
    statement.setString(next++, workspaceId);
    byte[] user = users.digest(workspaceId, filter.userId());
    statement.setBytes(next++, user);
    statement.setBytes(next++, user);
    for (UUID id :
        new @Nullable UUID[] {filter.broadcastId(), filter.automationId(), filter.profileId()}) {
      statement.setObject(next++, id, Types.OTHER);
      statement.setObject(next++, id, Types.OTHER);
    }
    for (Enum<?> name : new @Nullable Enum<?>[] {filter.channel(), filter.state()}) {
      statement.setString(next++, name == null ? null : name.name());
      statement.setString(next++, name == null ? null : name.name());
    }
    return next;
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

  private static @Nullable UUID broadcast(Send send) {
    return send.order().origin() instanceof Origin.Broadcast(var id) ? id : null;
  }

  private static @Nullable UUID automation(Send send) {
    return send.order().origin() instanceof Origin.Automation(var id, _) ? id : null;
  }

  private static @Nullable Long entryNumber(Send send) {
    return send.order().origin() instanceof Origin.Automation(_, var number) ? number : null;
  }
}
