package io.tidings.segment.computation;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import io.tidings.segment.background.Lease;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentRepository;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.history.Backfill;
import io.tidings.segment.sql.Database;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the computations that are asked for, one after the other. */
@Singleton
public final class ComputationLoop {
  private static final Logger log = LoggerFactory.getLogger(ComputationLoop.class);

  /** Whoever asks for a computation wakes the loop; this is for those that a replica left. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private static final int MOST_FAILURES = 5;

  private final Database database;
  private final ComputationRepository computations;
  private final Staging staging;
  private final Completion completion;
  private final SegmentRepository segments;
  private final Catalogues catalogues;
  private final Gate gate;
  private final Backfill backfill;
  private @Nullable Loop loop;

  ComputationLoop(
      Database database,
      ComputationRepository computations,
      Staging staging,
      Completion completion,
      SegmentRepository segments,
      Catalogues catalogues,
      Gate gate,
      Backfill backfill) {
    this.database = database;
    this.computations = computations;
    this.staging = staging;
    this.completion = completion;
    this.segments = segments;
    this.catalogues = catalogues;
    this.gate = gate;
    this.backfill = backfill;
  }

  @EventListener
  void start(StartupEvent event) {
    loop = Loop.start("segment-computation", this::step);
    backfill.whenComplete(this::wake);
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }

  /** There may be something to compute. */
  public void wake() {
    if (loop != null) {
      loop.wake();
    }
  }

  private Duration step() {
    Optional<Computation> claimed = database.transaction(computations::claim);
    if (claimed.isEmpty()) {
      return LONGEST_REST;
    }
    Segment segment = claimed.get().segment();
    try (Lease _ =
        Lease.kept(
            "lease of the computation of segment " + segment.id(),
            () -> database.transaction(() -> computations.renew(segment)))) {
      compute(claimed.get());
    } catch (TakenAwayException _) {
      log.info("segment {} was changed or taken over while it was computed", segment.id());
    } catch (RuntimeException e) {
      failed(claimed.get(), e);
    }
    return Duration.ZERO;
  }

  private void compute(Computation computation) {
    Segment segment = computation.segment();
    if (!computation.staged()) {
      staging.stage(segment);
    }
    long changes = staging.apply(segment);
    completion.complete(segment);
    database.inTransaction(() -> computations.clear(segment));
    log.info("segment {} is computed; {} profiles changed", segment.id(), changes);
  }

  private void failed(Computation computation, RuntimeException failure) {
    Segment segment = computation.segment();
    log.warn(
        "segment {} could not be computed, {} times now",
        segment.id(),
        computation.failures() + 1,
        failure);
    if (computation.failures() + 1 < MOST_FAILURES) {
      database.inTransaction(() -> computations.failed(segment));
    } else {
      database.inTransaction(() -> giveUp(segment, failure));
    }
  }

  private void giveUp(Segment segment, RuntimeException failure) {
    gate.exclusive();
    if (computations.holds(segment)) {
      computations.forget(segment);
      computations.clear(segment);
      segments.ended(
          segment,
          SegmentState.FAILED,
          "the computation failed %d times, the last time by %s; save its definition again to try again"
              .formatted(MOST_FAILURES, failure.getClass().getSimpleName()));
      catalogues.changed();
    }
  }
}
