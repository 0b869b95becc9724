package io.tidings.segment.event;

import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Events as they are kept: each once, however often it is told. */
@Singleton
public final class EventRepository {
  private static final Comparator<KeptEvent> KEY_ORDER =
      Comparator.comparing(KeptEvent::profile)
          .thenComparingInt(KeptEvent::eventId)
          .thenComparingLong(event -> event.event().occurredMillis())
          .thenComparing(event -> event.event().messageKey());

  private static final String ROWS =
      """
      unnest(?::text[], ?::int[], ?::uuid[], ?::bigint[], ?::uuid[], ?::jsonb[])
        AS n (workspace_id, event_id, profile_id, occurred_millis, message_key, properties)\
      """;

  private final Database database;

  EventRepository(Database database) {
    this.database = database;
  }

  /**
   * An event and where it is kept.
   *
   * @param profile whose it is by now
   */
  public record KeptEvent(ProfileKey profile, int eventId, RecordedEvent event) {}

  /** Adds events of profiles that are locked. */
  public void add(Collection<KeptEvent> events) {
    if (!events.isEmpty()) {
      database.update(
          Sql.of(
                  """
                  INSERT INTO event (workspace_id, event_id, profile_id, occurred_millis,
                                     message_key, properties)
                  SELECT * FROM
                  """)
              .plus(rows(events))
              .plus(" ON CONFLICT DO NOTHING"));
    }
  }

  /**
   * Adds history of profiles that nobody has locked, for whoever they belong to by now; where an
   * event is there, its properties become these.
   */
  public void addHistory(Collection<KeptEvent> events) {
    if (!events.isEmpty()) {
      database.update(
          Sql.of(
                  """
                  INSERT INTO event AS known (workspace_id, event_id, profile_id, occurred_millis,
                                              message_key, properties)
                  SELECT DISTINCT ON (1, 2, 3, 4, 5)
                         n.workspace_id, n.event_id, coalesce(p.merged_into, n.profile_id),
                         n.occurred_millis, n.message_key, n.properties
                    FROM
                  """)
              .plus(rows(events))
              .plus(
                  """
                   LEFT JOIN profile p ON p.workspace_id = n.workspace_id
                                      AND p.profile_id = n.profile_id
                    LEFT JOIN profile s ON s.workspace_id = n.workspace_id
                                       AND s.profile_id = p.merged_into
                   WHERE p.erased IS NOT TRUE AND s.erased IS NOT TRUE
                   ORDER BY 1, 2, 3, 4, 5
                  ON CONFLICT (event_id, profile_id, occurred_millis, message_key)
                  DO UPDATE SET properties = excluded.properties
                      WHERE known.properties IS DISTINCT FROM excluded.properties
                  """));
    }
  }

  /** Gives all events of one profile to another; both are locked. */
  public void move(ProfileKey from, UUID to) {
    database.update(
        Sql.of(
            """
            WITH moved AS (DELETE FROM event
                            WHERE workspace_id = ? AND profile_id = ? AND event_id = ANY (
                                  SELECT event_id FROM tracked_event WHERE workspace_id = ?)
                           RETURNING event_id, occurred_millis, message_key, properties)
            INSERT INTO event (workspace_id, event_id, profile_id, occurred_millis, message_key,
                               properties)
            SELECT ?, event_id, ?, occurred_millis, message_key, properties
              FROM moved
            ON CONFLICT DO NOTHING
            """,
            from.workspaceId(),
            from.profileId(),
            from.workspaceId(),
            from.workspaceId(),
            to));
  }

  public int remove(ProfileKey profile) {
    return database.update(
        Sql.of(
            """
            DELETE FROM event
             WHERE workspace_id = ? AND profile_id = ? AND event_id = ANY (
                   SELECT event_id FROM tracked_event WHERE workspace_id = ?)
            """,
            profile.workspaceId(),
            profile.profileId(),
            profile.workspaceId()));
  }

  private static Sql rows(Collection<KeptEvent> events) {
    // In one order everywhere, so that two who add the same events wait for each other.
    List<KeptEvent> ordered = events.stream().sorted(KEY_ORDER).toList();
    return Sql.of(
        ROWS,
        Column.texts(ordered, event -> event.profile().workspaceId()),
        Column.integers(ordered, KeptEvent::eventId),
        Column.ids(ordered, event -> event.profile().profileId()),
        Column.longs(ordered, event -> event.event().occurredMillis()),
        Column.ids(ordered, event -> event.event().messageKey()),
        Column.texts(
            ordered,
            event ->
                event.event().properties().isEmpty()
                    ? null
                    : FieldValueJson.write(event.event().properties())));
  }
}
