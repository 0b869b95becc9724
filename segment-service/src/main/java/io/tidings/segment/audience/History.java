package io.tidings.segment.audience;

import io.tidings.rpc.Faults;
import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.TrackedEventRepository;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.history.Backfill;
import io.tidings.segment.sql.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Has the events here that a filter counts, which may be of names that no segment counts. */
@Singleton
final class History {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Database database;
  private final Gate gate;
  private final Catalogues catalogues;
  private final TrackedEventRepository events;
  private final Backfill backfill;
  private final Clock clock;

  History(
      Database database,
      Gate gate,
      Catalogues catalogues,
      TrackedEventRepository events,
      Backfill backfill,
      Clock clock) {
    this.database = database;
    this.gate = gate;
    this.catalogues = catalogues;
    this.events = events;
    this.backfill = backfill;
    this.clock = clock;
  }

  /**
   * Waits until all history is here that the definition counts.
   *
   * @return the catalogue that knows its events
   * @throws io.grpc.StatusRuntimeException UNAVAILABLE when that takes long; it goes on nonetheless
   */
  Catalogue complete(String workspaceId, Definition definition) {
    if (!database.transaction(() -> isTracked(workspaceId, definition))) {
      database.inTransaction(() -> {
        gate.exclusive();
        events.track(workspaceId, definition.events(), clock.instant());
        catalogues.changed();
      });
      backfill.wake();
    }
    awaitCompletion(workspaceId, definition);
    return database.transaction(catalogues::held);
  }

  private boolean isTracked(String workspaceId, Definition definition) {
    events.needed(workspaceId, definition.events().keySet(), clock.instant());
    return events.tracks(workspaceId, definition.events());
  }

  private void awaitCompletion(String workspaceId, Definition definition) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      List<String> incomplete =
          database.transaction(() -> events.incomplete(workspaceId, definition.events()));
      if (incomplete.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw Faults.unavailable(
            "the history of event '%s' is being read; ask again in a while"
                .formatted(incomplete.getFirst()),
            RETRY_AFTER);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Faults.unavailable("the service is stopping", RETRY_AFTER);
    }
  }
}
