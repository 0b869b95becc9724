package io.tidings.segment.history;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.segment.background.Lease;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.TrackedEvent;
import io.tidings.segment.catalogue.TrackedEventRepository;
import io.tidings.segment.event.EventRepository;
import io.tidings.segment.event.EventRepository.KeptEvent;
import io.tidings.segment.event.RecordedEvent;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the history of tracked events that is not here yet. Facts go on meanwhile: an event that
 * both bring is one row, and one that was published before it was tracked is in the stream, for the
 * stream begins after that.
 */
@Singleton
public final class Backfill {
  private static final Logger log = LoggerFactory.getLogger(Backfill.class);

  /** Whoever tracks an event wakes the loop; this is for those that a replica left. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final Database database;
  private final Gate gate;
  private final EventRepository events;
  private final EventHistoryClient history;
  private final Clock clock;
  private final UUID replica = UUID.randomUUID();
  private volatile Runnable whenComplete = () -> {};
  private @Nullable Loop loop;

  Backfill(
      Database database,
      Gate gate,
      EventRepository events,
      EventHistoryClient history,
      Clock clock) {
    this.database = database;
    this.gate = gate;
    this.events = events;
    this.history = history;
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent event) {
    loop = Loop.start("history-backfill", this::step);
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }

  /** Is told whenever the history of an event has come to be here. */
  public void whenComplete(Runnable listener) {
    whenComplete = listener;
  }

  /** There may be something to stream. */
  public void wake() {
    if (loop != null) {
      loop.wake();
    }
  }

  private Duration step() {
    Optional<TrackedEvent> claimed = database.transaction(this::claim);
    if (claimed.isEmpty()) {
      return LONGEST_REST;
    }
    TrackedEvent event = claimed.get();
    try (Lease _ = Lease.kept("lease of the history of event " + event.id(), () -> renew(event))) {
      history.stream(event.workspaceId(), event.name(), batch -> add(event, batch));
      complete(event);
      return Duration.ZERO;
    } finally {
      release(event);
    }
  }

  /** Whose turn came longest ago: one whose history cannot be had holds up no other. */
  private Optional<TrackedEvent> claim() {
    return database.first(
        Sql.of(
            """
            UPDATE tracked_event
               SET lease_owner = ?, lease_until = ?
             WHERE event_id = (SELECT event_id FROM tracked_event
                                WHERE NOT complete AND lease_until <= ?
                                ORDER BY lease_until, event_id LIMIT 1
                                  FOR UPDATE SKIP LOCKED)
            RETURNING workspace_id, name, event_id, properties
            """,
            replica,
            Lease.end(clock),
            clock.instant()),
        TrackedEventRepository::read);
  }

  private boolean renew(TrackedEvent event) {
    return database.transaction(() ->
        database.update(
                Sql.of(
                    "UPDATE tracked_event SET lease_until = ? WHERE event_id = ? AND lease_owner ="
                        + " ?",
                    Lease.end(clock),
                    event.id(),
                    replica))
            > 0);
  }

  private void add(TrackedEvent event, List<RecordedEvent> batch) {
    List<KeptEvent> kept =
        batch.stream()
            .map(each ->
                new KeptEvent(
                    new ProfileKey(event.workspaceId(), each.profileId()),
                    event.id(),
                    each.keeping(event.properties())))
            .toList();
    database.inTransaction(() -> {
      gate.writesHistory();
      events.addHistory(kept);
    });
  }

  /** Unless a further property was asked for meanwhile: then the history is streamed once more. */
  private void complete(TrackedEvent event) {
    boolean complete =
        database.transaction(() ->
            database.update(
                    Sql.of(
                        """
                        UPDATE tracked_event SET complete = true
                         WHERE event_id = ? AND properties = ?
                        """,
                        event.id(),
                        event.properties().toArray(String[]::new)))
                > 0);
    log.info(
        "history of event {} of workspace {} is {}",
        event.id(),
        event.workspaceId(),
        complete ? "complete" : "to be read once more: a further property is counted by");
    if (complete) {
      whenComplete.run();
    }
  }

  private void release(TrackedEvent event) {
    database.inTransaction(() ->
        database.update(
            Sql.of(
                """
                UPDATE tracked_event SET lease_owner = NULL, lease_until = ?
                 WHERE event_id = ? AND lease_owner = ?
                """,
                clock.instant(),
                event.id(),
                replica)));
  }
}
