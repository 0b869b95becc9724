package io.tidings.segment.computation;

import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.membership.ChangeCause;
import io.tidings.segment.membership.MembershipChange;
import io.tidings.segment.membership.MembershipEvents;
import io.tidings.segment.membership.TouchedProfiles;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.verdict.ProfileRange;
import io.tidings.segment.verdict.VerdictQuery;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a computation came to, laid down by one statement and then applied a bit at a time: memory
 * stays flat, and a process that dies goes on where it was.
 */
@Singleton
final class Staging {
  private static final int CHUNK = 10_000;

  /** Room for the counts of a million profiles before they spill to disk. */
  private static final String WORK_MEMORY = "SET LOCAL work_mem = '128MB'";

  private final Database database;
  private final Catalogues catalogues;
  private final ComputationRepository computations;
  private final TouchedProfiles touched;
  private final MembershipEvents events;
  private final Gate gate;
  private final Clock clock;

  Staging(
      Database database,
      Catalogues catalogues,
      ComputationRepository computations,
      TouchedProfiles touched,
      MembershipEvents events,
      Gate gate,
      Clock clock) {
    this.database = database;
    this.catalogues = catalogues;
    this.computations = computations;
    this.touched = touched;
    this.events = events;
    this.gate = gate;
    this.clock = clock;
  }

  /** Lays down who is to come, who is to go, and when time will change whom. */
  void stage(Segment segment) {
    // Whoever was touched before now is seen by the statement below as it is. The gate is closed,
    // so
    // that nobody is just being touched: a note that is there already is not written again, and
    // would be removed under them.
    database.inTransaction(() -> {
      gate.exclusive();
      touched.removeAll(segment);
    });
    Catalogue catalogue = database.transaction(catalogues::held);
    database.sweep(() -> {
      database.execute(Sql.of(WORK_MEMORY));
      database.update(
          of(segment, "DELETE FROM membership_change WHERE workspace_id = ? AND segment_id = ?"));
      int changes = database.update(changes(catalogue, segment));
      owned(segment);
      computations.staged(segment);
      return changes;
    });
  }

  private Sql changes(Catalogue catalogue, Segment segment) {
    Sql verdicts =
        VerdictQuery.of(
            segment.workspaceId(),
            segment.definition(),
            name -> catalogue.eventId(segment.workspaceId(), name),
            clock.millis(),
            ProfileRange.EVERYONE);
    return Sql.of(
            """
            INSERT INTO membership_change (workspace_id, segment_id, profile_id, member, due_millis)
            SELECT ?, ?, profile_id, coalesce(v.member, false), v.due
              FROM (SELECT * FROM (\
            """,
            segment.workspaceId(),
            segment.id())
        .plus(verdicts)
        .plus(
            """
            ) verdict WHERE member OR due IS NOT NULL) v
              FULL JOIN (SELECT profile_id, member, due_millis FROM membership
                          WHERE workspace_id = ? AND segment_id = ?
                            AND (member OR due_millis IS NOT NULL)) m USING (profile_id)
             WHERE coalesce(v.member, false) <> coalesce(m.member, false)
                OR v.due IS DISTINCT FROM m.due_millis
             ORDER BY profile_id
            """,
            segment.workspaceId(),
            segment.id());
  }

  /** Applies all that is laid down; how many memberships changed. */
  long apply(Segment segment) {
    long changed = 0;
    while (true) {
      Optional<Integer> applied = database.transaction(() -> applyChunk(segment));
      if (applied.isEmpty()) {
        return changed;
      }
      changed += applied.get();
    }
  }

  private Optional<Integer> applyChunk(Segment segment) {
    catalogues.held();
    owned(segment);
    UUID after = computations.appliedTo(segment).orElse(new UUID(0, 0));
    Optional<UUID> last =
        database.first(
            of(
                segment,
                """
                SELECT profile_id FROM (
                  SELECT profile_id FROM membership_change
                   WHERE workspace_id = ? AND segment_id = ? AND profile_id > ?
                   ORDER BY profile_id LIMIT %d) chunk
                 ORDER BY profile_id DESC LIMIT 1
                """
                    .formatted(CHUNK),
                after),
            row -> row.getObject(1, UUID.class));
    if (last.isEmpty()) {
      return Optional.empty();
    }
    long now = clock.millis();
    List<MembershipChange> changes =
        database.list(written(segment, after, last.get(), now), row -> change(segment, row, now));
    events.publish(changes);
    computations.appliedTo(segment, last.get());
    return Optional.of(changes.size());
  }

  /**
   * Writes a chunk. A membership that is new is only added, which costs half of adding or replacing
   * it: while a segment is computed nobody else makes one.
   */
  private static Sql written(Segment segment, UUID after, UUID last, long now) {
    return Sql.of(
        """
        WITH chunk AS MATERIALIZED (
          SELECT workspace_id, segment_id, profile_id, member, due_millis FROM membership_change
           WHERE workspace_id = ? AND segment_id = ? AND profile_id > ? AND profile_id <= ?
        ), compared AS (
          SELECT c.*, coalesce(m.entry_number, 0) AS entries,
                 coalesce(m.entered_millis, 0) AS entered_before,
                 c.member <> coalesce(m.member, false) AS changed,
                 m.profile_id IS NULL AS fresh
            FROM chunk c LEFT JOIN membership m USING (workspace_id, segment_id, profile_id)
        ), numbered AS (
          SELECT workspace_id, segment_id, profile_id, member,
                 entries + (member AND changed)::int AS entry_number,
                 CASE WHEN member AND changed THEN ? ELSE entered_before END AS entered_millis,
                 due_millis, changed, fresh
            FROM compared
        ), added AS (
          INSERT INTO membership (workspace_id, segment_id, profile_id, member, entry_number,
                                  entered_millis, due_millis)
          SELECT workspace_id, segment_id, profile_id, member, entry_number, entered_millis,
                 due_millis
            FROM numbered WHERE fresh
           ORDER BY profile_id
        ), replaced AS (
          INSERT INTO membership (workspace_id, segment_id, profile_id, member, entry_number,
                                  entered_millis, due_millis)
          SELECT workspace_id, segment_id, profile_id, member, entry_number, entered_millis,
                 due_millis
            FROM numbered WHERE NOT fresh
           ORDER BY profile_id
          ON CONFLICT (segment_id, profile_id) DO UPDATE
             SET member = excluded.member, entry_number = excluded.entry_number,
                 entered_millis = excluded.entered_millis, due_millis = excluded.due_millis
        )
        SELECT profile_id, member, entry_number FROM numbered WHERE changed
        """,
        segment.workspaceId(),
        segment.id(),
        after,
        last,
        now);
  }

  private static MembershipChange change(Segment segment, ResultSet row, long now)
      throws SQLException {
    return new MembershipChange(
        segment.workspaceId(),
        segment.id(),
        segment.name(),
        row.getObject("profile_id", UUID.class),
        row.getBoolean("member"),
        row.getLong("entry_number"),
        now,
        ChangeCause.COMPUTATION);
  }

  private void owned(Segment segment) {
    if (!computations.holds(segment)) {
      throw new TakenAwayException();
    }
  }

  private static Sql of(Segment segment, String statement, Object... more) {
    return Sql.of(statement, segment.workspaceId(), segment.id()).plus(Sql.of("", more));
  }
}
