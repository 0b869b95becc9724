package io.tidings.messaging.template;

import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.database.Values;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The templates of workspaces. */
@Singleton
public final class Templates {
  private static final String COLUMNS =
      "template_id, name, version, content_id, created_at, updated_at";

  private final Database database;
  private final Contents contents;
  private final Clock clock;

  Templates(Database database, Contents contents, Clock clock) {
    this.database = database;
    this.contents = contents;
    this.clock = clock;
  }

  /** Another template of the workspace has the name. */
  static final class NameTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameTaken(String name) {
      super("a template named '%s' exists; update it, or choose another name".formatted(name));
    }
  }

  /**
   * @param requestId a repetition makes nothing new; null: every call is a new one
   * @throws InvalidContent if the content does not parse
   * @throws NameTaken if there is such a template already
   */
  Template create(String workspaceId, @Nullable String requestId, String name, Content content) {
    Contents.Draft draft = contents.draft(workspaceId, content);
    return database.inTransaction(connection -> {
      UUID contentId = draft.id();
      UUID id = Ids.next();
      Instant now = clock.instant();
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO template
                (workspace_id, template_id, name, request_id, version, content_id, created_at, updated_at)
              VALUES (?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING
              """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        statement.setString(3, name);
        statement.setString(4, requestId);
        statement.setObject(5, contentId);
        statement.setObject(6, Values.at(now));
        statement.setObject(7, Values.at(now));
        if (statement.executeUpdate() == 0) {
          return findByRequest(connection, workspaceId, requestId)
              .orElseThrow(() -> new NameTaken(name));
        }
      }
      contents.add(workspaceId, draft);
      addVersion(connection, workspaceId, id, 1, contentId, now);
      return new Template(id, name, 1, contentId, content, now, now);
    });
  }

  /**
   * @return empty if there is no such template
   * @throws InvalidContent if the content does not parse
   */
  Optional<Template> update(String workspaceId, UUID id, Content content) {
    Contents.Draft draft = contents.draft(workspaceId, content);
    return database.inTransaction(connection -> {
      Instant now = clock.instant();
      try (var statement =
          connection.prepareStatement(
              """
              UPDATE template SET version = version + 1, content_id = ?, updated_at = ?
               WHERE workspace_id = ? AND template_id = ?
              RETURNING \
              """
                  + COLUMNS)) {
        statement.setObject(1, draft.id());
        statement.setObject(2, Values.at(now));
        statement.setString(3, workspaceId);
        statement.setObject(4, id);
        Optional<Template> updated = one(workspaceId, statement);
        if (updated.isPresent()) {
          contents.add(workspaceId, draft);
          addVersion(connection, workspaceId, id, updated.get().version(), draft.id(), now);
        }
        return updated;
      }
    });
  }

  Optional<Template> find(String workspaceId, UUID id) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT " + COLUMNS + " FROM template WHERE workspace_id = ? AND template_id = ?")) {
        statement.setString(1, workspaceId);
        statement.setObject(2, id);
        return one(workspaceId, statement);
      }
    });
  }

  /**
   * @param idOrName an id wins over an equal name
   */
  public Optional<Template> findByIdOrName(String workspaceId, String idOrName) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + """
                   FROM template
                   WHERE workspace_id = ? AND (name = ? OR template_id = ?)
                   ORDER BY template_id = ? DESC NULLS LAST LIMIT 1
                  """)) {
        UUID id = uuidOrNull(idOrName);
        statement.setString(1, workspaceId);
        statement.setString(2, idOrName);
        statement.setObject(3, id, java.sql.Types.OTHER);
        statement.setObject(4, id, java.sql.Types.OTHER);
        return one(workspaceId, statement);
      }
    });
  }

  Page<Template> list(String workspaceId, Page.Request request) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + """
                   FROM template
                   WHERE workspace_id = ? AND (?::uuid IS NULL OR template_id > ?)
                   ORDER BY template_id LIMIT ?
                  """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, request.after(), java.sql.Types.OTHER);
        statement.setObject(3, request.after(), java.sql.Types.OTHER);
        statement.setInt(4, request.limit());
        return Page.of(all(workspaceId, statement), request, Template::id);
      }
    });
  }

  private Optional<Template> findByRequest(
      Connection connection, String workspaceId, @Nullable String requestId) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM template WHERE workspace_id = ? AND request_id = ?")) {
      statement.setString(1, workspaceId);
      statement.setString(2, requestId);
      return one(workspaceId, statement);
    }
  }

  private static void addVersion(
      Connection connection, String workspaceId, UUID id, int version, UUID contentId, Instant now)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO template_version (workspace_id, template_id, version, content_id, created_at)
            VALUES (?, ?, ?, ?, ?)
            """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, id);
      statement.setInt(3, version);
      statement.setObject(4, contentId);
      statement.setObject(5, Values.at(now));
      statement.executeUpdate();
    }
  }

  private Optional<Template> one(String workspaceId, PreparedStatement statement)
      throws SQLException {
    return all(workspaceId, statement).stream().findFirst();
  }

  private List<Template> all(String workspaceId, PreparedStatement statement) throws SQLException {
    List<Template> templates = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        UUID contentId = Values.uuid(row, "content_id");
        templates.add(
            new Template(
                Values.uuid(row, "template_id"),
                row.getString("name"),
                row.getInt("version"),
                contentId,
                contents.get(workspaceId, contentId).content(),
                Values.instant(row, "created_at"),
                Values.instant(row, "updated_at")));
      }
    }
    return templates;
  }

  private static @Nullable UUID uuidOrNull(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }
}
