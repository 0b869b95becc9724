package io.tidings.segment.catalogue;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which events are kept, and whether their history is complete. */
@Singleton
public final class TrackedEventRepository {
  private final Database database;

  TrackedEventRepository(Database database) {
    this.database = database;
  }

  List<TrackedEvent> all() {
    return database.list(
        Sql.of("SELECT workspace_id, name, event_id, properties FROM tracked_event"),
        TrackedEventRepository::read);
  }

  public static TrackedEvent read(ResultSet row) throws SQLException {
    return new TrackedEvent(
        row.getString("workspace_id"),
        row.getString("name"),
        row.getInt("event_id"),
        Arrays.asList((String[]) row.getArray("properties").getArray()));
  }

  /** Keeps these events with these properties from now on, besides what is kept already. */
  public void track(String workspaceId, Map<String, Set<String>> events, Instant now) {
    events.forEach((name, properties) ->
        database.update(
            Sql.of(
                """
                INSERT INTO tracked_event AS known (workspace_id, name, properties, needed_at)
                VALUES (?, ?, ARRAY(SELECT unnest(?) ORDER BY 1), ?)
                ON CONFLICT (workspace_id, name) DO UPDATE
                   SET properties = ARRAY(SELECT unnest(known.properties)
                                          UNION SELECT unnest(excluded.properties) ORDER BY 1),
                       complete = known.complete
                                  AND excluded.properties <@ known.properties,
                       needed_at = excluded.needed_at
                """,
                workspaceId,
                name,
                properties.toArray(String[]::new),
                now)));
  }

  /** Whether all these events are kept with these properties, whether complete or not. */
  public boolean tracks(String workspaceId, Map<String, Set<String>> events) {
    return missing(workspaceId, events, "true").isEmpty();
  }

  /** Names of those whose history is not here yet with these properties. */
  public List<String> incomplete(String workspaceId, Map<String, Set<String>> events) {
    return missing(workspaceId, events, "complete");
  }

  /** That a definition asks for them keeps them. */
  public void needed(String workspaceId, Set<String> names, Instant now) {
    database.update(
        Sql.of(
            """
            UPDATE tracked_event SET needed_at = ?
             WHERE workspace_id = ? AND name = ANY (?) AND needed_at < ?::timestamptz - interval '1 hour'
            """,
            now,
            workspaceId,
            names.toArray(String[]::new),
            now));
  }

  /** Those that nobody has asked for since then, oldest first. */
  public List<TrackedEvent> notNeededSince(Instant then) {
    return database.list(
        Sql.of(
            """
            SELECT workspace_id, name, event_id, properties FROM tracked_event
             WHERE needed_at < ?
             ORDER BY needed_at
            """,
            then),
        TrackedEventRepository::read);
  }

  /** Counts it no more. What is kept of it is to be removed. */
  public void untrack(TrackedEvent event) {
    database.update(Sql.of("DELETE FROM tracked_event WHERE event_id = ?", event.id()));
  }

  private List<String> missing(
      String workspaceId, Map<String, Set<String>> events, String condition) {
    List<TrackedEvent> known =
        database.list(
            Sql.of(
                """
                SELECT workspace_id, name, event_id, properties FROM tracked_event
                 WHERE workspace_id = ? AND name = ANY (?) AND %s
                """
                    .formatted(condition),
                workspaceId,
                events.keySet().toArray(String[]::new)),
            TrackedEventRepository::read);
    return events.entrySet().stream()
        .filter(wanted ->
            known.stream()
                .noneMatch(event ->
                    event.name().equals(wanted.getKey())
                        && event.properties().containsAll(wanted.getValue())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
