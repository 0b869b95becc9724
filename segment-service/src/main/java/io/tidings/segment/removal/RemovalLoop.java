package io.tidings.segment.removal;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.TrackedEvent;
import io.tidings.segment.catalogue.TrackedEventRepository;
import io.tidings.segment.computation.ComputationRepository;
import io.tidings.segment.sql.Database;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes the membership of deleted segments, events that no definition counts for a day, what
 * computations left that are forgotten, and due moments of segments that could not be computed.
 */
@Singleton
final class RemovalLoop {
  private static final int CHUNK = 5000;
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration UNNEEDED_AFTER = Duration.ofDays(1);

  private final Database database;
  private final Gate gate;
  private final Catalogues catalogues;
  private final TrackedEventRepository events;
  private final Removals removals;
  private final ComputationRepository computations;
  private final Clock clock;
  private @Nullable Loop loop;

  RemovalLoop(
      Database database,
      Gate gate,
      Catalogues catalogues,
      TrackedEventRepository events,
      Removals removals,
      ComputationRepository computations,
      Clock clock) {
    this.database = database;
    this.gate = gate;
    this.catalogues = catalogues;
    this.events = events;
    this.removals = removals;
    this.computations = computations;
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent event) {
    loop = Loop.start("removal", this::step);
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }

  private Duration step() {
    if (database.transaction(() -> removals.removeSome(CHUNK))) {
      return Duration.ZERO;
    }
    List<TrackedEvent> candidates =
        database.transaction(() -> events.notNeededSince(clock.instant().minus(UNNEEDED_AFTER)));
    if (!candidates.isEmpty()) {
      database.inTransaction(() -> untrack(candidates));
    }
    database.inTransaction(computations::clearForgotten);
    database.inTransaction(computations::forgetDueMomentsOfFailed);
    return REST;
  }

  private void untrack(List<TrackedEvent> candidates) {
    gate.exclusive();
    Catalogue catalogue = catalogues.held();
    boolean changed = false;
    for (TrackedEvent event : candidates) {
      if (isCounted(catalogue, event)) {
        events.needed(event.workspaceId(), Set.of(event.name()), clock.instant());
      } else {
        events.untrack(event);
        removals.ofEvent(event.workspaceId(), event.id());
        changed = true;
      }
    }
    if (changed) {
      catalogues.changed();
    }
  }

  private static boolean isCounted(Catalogue catalogue, TrackedEvent event) {
    return catalogue.segments(event.workspaceId()).stream()
        .anyMatch(segment -> segment.definition().events().containsKey(event.name()));
  }
}
