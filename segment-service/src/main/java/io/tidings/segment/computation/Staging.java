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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a computation came to, laid down by one statement and then applied a bit at a time: memory
 * stays flat, and a process that dies goes on where it was.
 */
@Singleton
final class Staging {
  private static final int CHUNK = 5_000;

  /** The database writes the changes of one while the facts of the other are built. */
  private static final int HANDS = 2;

  private static final ThreadFactory HAND =
      Thread.ofPlatform().daemon().name("segment-computation-", 1).factory();

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
      owned(computations.holds(segment));
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
    try (ExecutorService hands = Executors.newFixedThreadPool(HANDS, HAND)) {
      long changed = 0;
      UUID appliedTo = null;
      while (true) {
        UUID noted = appliedTo;
        List<Chunk> chunks = database.transaction(() -> next(segment, noted));
        if (chunks.isEmpty()) {
          return changed;
        }
        changed += applied(segment, chunks, hands);
        appliedTo = chunks.getLast().last();
      }
    }
  }

  /** What to apply now, one chunk for each hand. What was applied before them is noted. */
  private List<Chunk> next(Segment segment, @Nullable UUID appliedTo) {
    owned(computations.holds(segment));
    if (appliedTo != null) {
      computations.appliedTo(segment, appliedTo);
    }
    List<Chunk> chunks = new ArrayList<>(HANDS);
    UUID after = computations.appliedTo(segment).orElse(new UUID(0, 0));
    for (int hand = 0; hand < HANDS; hand++) {
      Optional<UUID> last = last(segment, after);
      if (last.isEmpty()) {
        break;
      }
      chunks.add(new Chunk(after, last.get()));
      after = last.get();
    }
    return chunks;
  }

  private Optional<UUID> last(Segment segment, UUID after) {
    return database.first(
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
  }

  private long applied(Segment segment, List<Chunk> chunks, ExecutorService hands) {
    List<Callable<Integer>> work =
        chunks.stream()
            .<Callable<Integer>>map(
                chunk -> () -> database.transaction(() -> applied(segment, chunk)))
            .toList();
    try {
      long changed = 0;
      for (Future<Integer> done : hands.invokeAll(work)) {
        changed += done.get();
      }
      return changed;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while segment " + segment.id() + " is computed", e);
    }
  }

  /** One that was applied and not noted is applied again without a change. */
  private int applied(Segment segment, Chunk chunk) {
    catalogues.held();
    owned(computations.holdsPart(segment));
    long now = clock.millis();
    List<MembershipChange> changes =
        database.list(written(segment, chunk, now), row -> change(segment, row, now));
    events.publish(changes);
    return changes.size();
  }

  /** The changes of profiles after one, up to another. */
  private record Chunk(UUID after, UUID last) {}

  /**
   * Writes a chunk. A membership that is new is only added, which costs half of adding or replacing
   * it: while a segment is computed nobody else makes one.
   */
  private static Sql written(Segment segment, Chunk chunk, long now) {
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
        chunk.after(),
        chunk.last(),
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

  private static void owned(boolean held) {
    if (!held) {
      throw new TakenAwayException();
    }
  }

  private static Sql of(Segment segment, String statement, Object... more) {
    return Sql.of(statement, segment.workspaceId(), segment.id()).plus(Sql.of("", more));
  }
}
