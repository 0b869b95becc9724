package io.tidings.segment.computation;

import io.tidings.segment.background.Lease;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentRepository;
import io.tidings.segment.catalogue.TrackedEventRepository;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which computations there are to do, and who does them. */
@Singleton
public final class ComputationRepository {
  private static final String AND_FORGOTTEN =
      """
       AND NOT EXISTS (SELECT FROM computation
                        WHERE workspace_id = c.workspace_id AND segment_id = c.segment_id)
      """;

  private final Database database;
  private final SegmentRepository segments;
  private final TrackedEventRepository events;
  private final Clock clock;
  private final UUID replica = UUID.randomUUID();

  ComputationRepository(
      Database database, SegmentRepository segments, TrackedEventRepository events, Clock clock) {
    this.database = database;
    this.segments = segments;
    this.events = events;
    this.clock = clock;
  }

  /** Asks for the computation of the segment as it is now; one under way for an older one ends. */
  public void ask(Segment segment) {
    database.update(
        Sql.of(
            """
            INSERT INTO computation (workspace_id, segment_id, generation)
            VALUES (?, ?, ?)
            ON CONFLICT (workspace_id, segment_id) DO UPDATE
               SET generation = excluded.generation, staged = false, applied_to = NULL,
                   failures = 0, lease_owner = NULL, lease_until = '-infinity'
            """,
            segment.workspaceId(),
            segment.id(),
            segment.generation()));
  }

  public void forget(Segment segment) {
    database.update(of(segment, "DELETE FROM computation"));
  }

  /**
   * Removes what a forgotten computation laid down. Whoever sees what another has laid down since
   * sees that other computation too, and leaves it alone.
   */
  public void clear(Segment segment) {
    database.update(of(segment, "DELETE FROM membership_change c").plus(AND_FORGOTTEN));
  }

  /** Removes what was left by processes that died before they cleared. */
  public void clearForgotten() {
    database.update(Sql.of("DELETE FROM membership_change c WHERE true").plus(AND_FORGOTTEN));
  }

  /**
   * Time moves nobody in or out of a segment that could not be computed. Its due moments, once they
   * have passed, would be looked at for ever.
   */
  public void forgetDueMomentsOfFailed() {
    database.update(
        Sql.of(
            """
            UPDATE membership m SET due_millis = NULL
              FROM (SELECT workspace_id, segment_id FROM segment WHERE state = 'FAILED' FOR SHARE) s
             WHERE m.workspace_id = s.workspace_id AND m.segment_id = s.segment_id
               AND m.due_millis IS NOT NULL
            """));
  }

  /** One that nobody does and whose events are all here. */
  Optional<Computation> claim() {
    for (Open open : open()) {
      Optional<Segment> segment =
          segments
              .find(open.workspaceId(), open.segmentId())
              .filter(each -> each.generation() == open.generation());
      if (segment.isPresent()
          && events.incomplete(open.workspaceId(), segment.get().definition().events()).isEmpty()) {
        lease(segment.get());
        return Optional.of(new Computation(segment.get(), open.staged(), open.failures()));
      }
    }
    return Optional.empty();
  }

  private List<Open> open() {
    return database.list(
        Sql.of(
            """
            SELECT workspace_id, segment_id, generation, staged, failures FROM computation
             WHERE lease_until < ?
             ORDER BY segment_id
               FOR UPDATE SKIP LOCKED
            """,
            clock.instant()),
        row ->
            new Open(
                row.getString("workspace_id"),
                row.getObject("segment_id", UUID.class),
                row.getInt("generation"),
                row.getBoolean("staged"),
                row.getInt("failures")));
  }

  private void lease(Segment segment) {
    database.update(
        Sql.of(
            """
            UPDATE computation SET lease_owner = ?, lease_until = ?
             WHERE workspace_id = ? AND segment_id = ?
            """,
            replica,
            Lease.end(clock),
            segment.workspaceId(),
            segment.id()));
  }

  /** Whether this replica still does this computation; if so, nobody else until the commit. */
  boolean holds(Segment segment) {
    return holds(segment, "UPDATE");
  }

  /** As {@link #holds}, for a part of it beside which others are done. */
  boolean holdsPart(Segment segment) {
    return holds(segment, "SHARE");
  }

  private boolean holds(Segment segment, String lock) {
    return database
        .first(
            owned(segment, "SELECT true FROM computation").plus(" FOR " + lock),
            row -> row.getBoolean(1))
        .isPresent();
  }

  boolean renew(Segment segment) {
    return database.update(set(segment, "lease_until = ?", Lease.end(clock))) > 0;
  }

  void staged(Segment segment) {
    database.update(set(segment, "staged = true"));
  }

  Optional<UUID> appliedTo(Segment segment) {
    return database.first(
        owned(segment, "SELECT applied_to FROM computation").plus(" AND applied_to IS NOT NULL"),
        row -> row.getObject(1, UUID.class));
  }

  void appliedTo(Segment segment, UUID profileId) {
    database.update(set(segment, "applied_to = ?", profileId));
  }

  void failed(Segment segment) {
    database.update(
        set(segment, "failures = failures + 1, lease_owner = NULL, lease_until = ?", retry()));
  }

  private Instant retry() {
    return clock.instant().plusSeconds(2);
  }

  private Sql set(Segment segment, String assignments, Object... arguments) {
    return Sql.of("UPDATE computation SET " + assignments, arguments).plus(owned(segment, ""));
  }

  private Sql owned(Segment segment, String statement) {
    return of(segment, statement)
        .plus(" AND generation = ? AND lease_owner = ?", segment.generation(), replica);
  }

  private static Sql of(Segment segment, String statement) {
    return Sql.of(
        statement + " WHERE workspace_id = ? AND segment_id = ?",
        segment.workspaceId(),
        segment.id());
  }

  private record Open(
      String workspaceId, UUID segmentId, int generation, boolean staged, int failures) {}
}
