package io.tidings.segment.catalogue;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Segments as they are kept. */
@Singleton
public final class SegmentRepository {
  private static final Sql SELECT =
      Sql.of(
          """
          SELECT workspace_id, segment_id, name, definition, generation, state, failure,
                 created_at, updated_at
            FROM segment\
          """);

  private final Database database;
  private final SealedDefinitions definitions;

  SegmentRepository(Database database, SealedDefinitions definitions) {
    this.database = database;
    this.definitions = definitions;
  }

  List<Segment> all() {
    return database.list(SELECT, this::read);
  }

  public Optional<Segment> find(String workspaceId, UUID segmentId) {
    return database.first(
        SELECT.plus(" WHERE workspace_id = ? AND segment_id = ?", workspaceId, segmentId),
        this::read);
  }

  public Optional<Segment> findByRequest(String workspaceId, String requestId) {
    return database.first(
        SELECT.plus(" WHERE workspace_id = ? AND request_id = ?", workspaceId, requestId),
        this::read);
  }

  public Optional<Segment> findByName(String workspaceId, String name) {
    return database.first(
        SELECT.plus(" WHERE workspace_id = ? AND name = ?", workspaceId, name), this::read);
  }

  /** In the order of creation. */
  public List<Segment> page(String workspaceId, @Nullable UUID after, int size) {
    return database.list(
        SELECT
            .plus(" WHERE workspace_id = ?", workspaceId)
            .plus(after == null ? Sql.NOTHING : Sql.of(" AND segment_id > ?", after))
            .plus(" ORDER BY segment_id LIMIT ?", size),
        this::read);
  }

  public void insert(Segment segment, @Nullable String requestId) {
    database.update(
        Sql.of(
            """
            INSERT INTO segment (workspace_id, segment_id, name, definition, generation, state,
                                 request_id, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            segment.workspaceId(),
            segment.id(),
            segment.name(),
            definitions.seal(segment),
            segment.generation(),
            segment.state().name(),
            requestId,
            segment.createdAt(),
            segment.updatedAt()));
  }

  public void update(Segment segment) {
    database.update(
        Sql.of(
            """
            UPDATE segment
               SET name = ?, definition = ?, generation = ?, state = ?, failure = ?, updated_at = ?
             WHERE workspace_id = ? AND segment_id = ?
            """,
            segment.name(),
            definitions.seal(segment),
            segment.generation(),
            segment.state().name(),
            segment.failure(),
            segment.updatedAt(),
            segment.workspaceId(),
            segment.id()));
  }

  /** Notes how its computation ended. */
  public void ended(Segment segment, SegmentState state, String failure) {
    database.update(
        Sql.of(
            "UPDATE segment SET state = ?, failure = ? WHERE workspace_id = ? AND segment_id = ?",
            state.name(),
            failure,
            segment.workspaceId(),
            segment.id()));
  }

  public void delete(Segment segment) {
    database.update(
        Sql.of(
            "DELETE FROM segment WHERE workspace_id = ? AND segment_id = ?",
            segment.workspaceId(),
            segment.id()));
  }

  private Segment read(ResultSet row) throws SQLException {
    String workspaceId = row.getString("workspace_id");
    UUID segmentId = row.getObject("segment_id", UUID.class);
    return new Segment(
        workspaceId,
        segmentId,
        row.getString("name"),
        definitions.open(workspaceId, segmentId, row.getBytes("definition")),
        row.getInt("generation"),
        SegmentState.valueOf(row.getString("state")),
        row.getString("failure"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
