package io.tidings.segment.membership;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.profile.Profile;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.profile.ProfileRepository;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides memberships anew at the moments at which time alone may change them. */
@Singleton
final class DueLoop {
  private static final int BATCH = 1000;

  /** Not all of them could be decided. */
  private static final Duration SHORT_REST = Duration.ofMillis(500);

  private final Database database;
  private final Catalogues catalogues;
  private final ProfileRepository profiles;
  private final Deciding deciding;
  private final DueMoments moments;
  private final Clock clock;
  private final Duration longestRest;
  private @Nullable Loop loop;

  /**
   * @param longestRest how late what a lost replica noted may be noticed; whatever this one notes
   *     wakes the loop
   */
  DueLoop(
      Database database,
      Catalogues catalogues,
      ProfileRepository profiles,
      Deciding deciding,
      DueMoments moments,
      Clock clock,
      @Value("${tidings.segment.due.rest:5s}") Duration longestRest) {
    this.database = database;
    this.catalogues = catalogues;
    this.profiles = profiles;
    this.deciding = deciding;
    this.moments = moments;
    this.clock = clock;
    this.longestRest = longestRest;
  }

  @EventListener
  void start(StartupEvent event) {
    Loop started = Loop.start("membership-due", this::step);
    moments.onEarlier(started::wake);
    loop = started;
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }

  private Duration step() {
    moments.looking();
    long next = database.reading(this::nextDue);
    long now = clock.millis();
    long rest =
        next > now
            ? Math.min(next - now, longestRest.toMillis())
            : restAfter(database.transaction(this::decideDue));
    moments.nextLook(now + rest);
    return Duration.ofMillis(rest);
  }

  private static long restAfter(int decided) {
    // Who is locked just now is being decided by whoever holds the lock, or comes with the next.
    return decided == 0 ? SHORT_REST.toMillis() : decided == BATCH ? 0 : 20;
  }

  /** Of any segment, for that is the first entry of an index; it need not be one that is live. */
  private long nextDue() {
    return database.number(
        Sql.of(
            """
            SELECT coalesce(
              (SELECT due_millis FROM membership WHERE due_millis IS NOT NULL
                ORDER BY due_millis LIMIT 1),
              9223372036854775807)
            """));
  }

  private int decideDue() {
    Catalogue catalogue = catalogues.held();
    List<Due> due =
        database.list(
            Sql.of(
                """
                SELECT m.workspace_id, m.segment_id, m.profile_id
                  FROM membership m
                  JOIN segment s USING (workspace_id, segment_id)
                  JOIN profile p USING (workspace_id, profile_id)
                 WHERE m.due_millis <= ? AND s.state = 'LIVE'
                 ORDER BY m.due_millis
                 LIMIT ?
                   FOR NO KEY UPDATE OF p SKIP LOCKED
                """,
                clock.millis(),
                BATCH),
            row ->
                new Due(
                    new ProfileKey(
                        row.getString("workspace_id"), row.getObject("profile_id", UUID.class)),
                    row.getObject("segment_id", UUID.class)));
    Map<ProfileKey, Profile> locked = profiles.lock(due.stream().map(Due::profile).toList());
    List<Candidate> candidates = new ArrayList<>();
    for (Due each : due) {
      Segment segment = catalogue.segment(each.profile().workspaceId(), each.segmentId());
      Profile profile = locked.get(each.profile());
      if (segment != null && segment.state() == SegmentState.LIVE && profile != null) {
        candidates.add(new Candidate(segment, profile, false));
      }
    }
    deciding.decide(catalogue, candidates, ChangeCause.TIME);
    return due.size();
  }

  private record Due(ProfileKey profile, UUID segmentId) {}
}
