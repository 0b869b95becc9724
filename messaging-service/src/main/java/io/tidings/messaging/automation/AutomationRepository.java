package io.tidings.messaging.automation;

import io.tidings.columns.Columns;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Automations on file. */
@Singleton
final class AutomationRepository {
  private static final String COLUMNS =
      """
      automation.workspace_id, automation.automation_id, automation.name, automation.segment_id,
      automation.channel, automation.template_id, automation.class, automation.enabled,
      automation.created_at
      """;

  private final Database database;

  AutomationRepository(Database database) {
    this.database = database;
  }

  /**
   * An entry that an automation is to answer.
   *
   * @param contentId what the automation's template says now
   */
  record Triggered(Automation automation, UUID contentId, UUID profileId, long entryNumber) {}

  /**
   * @return whether it is new; not so if the request was made before
   */
  boolean insert(Automation automation, @Nullable String requestId) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO automation
                (workspace_id, automation_id, request_id, name, segment_id, channel,
                 template_id, class, enabled, created_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, automation.workspaceId());
        statement.setObject(2, automation.id());
        statement.setString(3, requestId);
        statement.setString(4, automation.name());
        statement.setObject(5, automation.segmentId());
        statement.setString(6, automation.channel().name());
        statement.setObject(7, automation.templateId());
        statement.setString(8, automation.sendClass().name());
        statement.setBoolean(9, automation.enabled());
        statement.setObject(10, Values.at(automation.createdAt()));
        return statement.executeUpdate() > 0;
      }
    });
  }

  Optional<Automation> findByRequest(String workspaceId, String requestId) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT " + COLUMNS + " FROM automation WHERE workspace_id = ? AND request_id = ?")) {
        statement.setString(1, workspaceId);
        statement.setString(2, requestId);
        return read(statement).stream().findFirst();
      }
    });
  }

  Optional<Automation> find(String workspaceId, UUID id) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + " FROM automation WHERE workspace_id = ? AND automation_id = ?")) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        return read(statement).stream().findFirst();
      }
    });
  }

  Page<Automation> list(String workspaceId, Page.Request page) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + """
                  FROM automation
                  WHERE workspace_id = ? AND (?::uuid IS NULL OR automation_id > ?)
                  ORDER BY automation_id LIMIT ?
                  """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, page.after(), Types.OTHER);
        statement.setObject(3, page.after(), Types.OTHER);
        statement.setInt(4, page.limit());
        return Page.of(read(statement), page, Automation::id);
      }
    });
  }

  Optional<Automation> setEnabled(String workspaceId, UUID id, boolean enabled) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE automation SET enabled = ?
               WHERE workspace_id = ? AND automation_id = ?
              RETURNING \
              """
                  + COLUMNS)) {
        statement.setBoolean(1, enabled);
        statement.setString(2, workspaceId);
        statement.setObject(3, id);
        return read(statement).stream().findFirst();
      }
    });
  }

  /** What the entries trigger, with one read for all. */
  List<Triggered> triggered(List<SegmentEntry> entries) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + """
                  , template.content_id, entry.profile_id, entry.number
                   FROM unnest(?::text[], ?::uuid[], ?::uuid[], ?::bigint[], ?::timestamptz[])
                          AS entry (workspace_id, segment_id, profile_id, number, at)
                   JOIN automation USING (workspace_id, segment_id)
                   JOIN template USING (workspace_id, template_id)
                  WHERE automation.enabled AND automation.created_at <= entry.at
                  """)) {
        statement.setArray(1, Columns.texts(connection, entries, SegmentEntry::workspaceId));
        statement.setArray(2, Columns.uuids(connection, entries, SegmentEntry::segmentId));
        statement.setArray(3, Columns.uuids(connection, entries, SegmentEntry::profileId));
        statement.setArray(4, Columns.numbers(connection, entries, SegmentEntry::number));
        statement.setArray(5, Columns.instants(connection, entries, SegmentEntry::at));
        List<Triggered> triggered = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            triggered.add(
                new Triggered(
                    automation(row),
                    Values.uuid(row, "content_id"),
                    Values.uuid(row, "profile_id"),
                    row.getLong("number")));
          }
        }
        return triggered;
      }
    });
  }

  private static List<Automation> read(PreparedStatement statement) throws SQLException {
    List<Automation> automations = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        automations.add(automation(row));
      }
    }
    return automations;
  }

  private static Automation automation(ResultSet row) throws SQLException {
    return new Automation(
        row.getString("workspace_id"),
        Values.uuid(row, "automation_id"),
        row.getString("name"),
        Values.uuid(row, "segment_id"),
        Channel.valueOf(row.getString("channel")),
        Values.uuid(row, "template_id"),
        SendClass.valueOf(row.getString("class")),
        row.getBoolean("enabled"),
        Values.instant(row, "created_at"));
  }
}
