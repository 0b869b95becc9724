package io.tidings.segment.authoring;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.tidings.rpc.InvalidInputException;
import io.tidings.segment.catalogue.Catalogues;
import io.tidings.segment.catalogue.Gate;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentRepository;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.catalogue.TrackedEventRepository;
import io.tidings.segment.computation.ComputationLoop;
import io.tidings.segment.computation.ComputationRepository;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.history.Backfill;
import io.tidings.segment.membership.TouchedProfiles;
import io.tidings.segment.removal.Removals;
import io.tidings.segment.sql.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes segments. */
@Singleton
public final class Segments {
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Database database;
  private final Gate gate;
  private final Catalogues catalogues;
  private final SegmentRepository segments;
  private final TrackedEventRepository events;
  private final ComputationRepository computations;
  private final TouchedProfiles touched;
  private final Removals removals;
  private final ComputationLoop computationLoop;
  private final Backfill backfill;
  private final Clock clock;

  Segments(
      Database database,
      Gate gate,
      Catalogues catalogues,
      SegmentRepository segments,
      TrackedEventRepository events,
      ComputationRepository computations,
      TouchedProfiles touched,
      Removals removals,
      ComputationLoop computationLoop,
      Backfill backfill,
      Clock clock) {
    this.database = database;
    this.gate = gate;
    this.catalogues = catalogues;
    this.segments = segments;
    this.events = events;
    this.computations = computations;
    this.touched = touched;
    this.removals = removals;
    this.computationLoop = computationLoop;
    this.backfill = backfill;
    this.clock = clock;
  }

  /**
   * @param requestId of the call; a repetition gets the segment that the first one made
   */
  public Segment create(
      String workspaceId, @Nullable String requestId, String name, Definition definition) {
    Segment created =
        database.transaction(() -> {
          gate.exclusive();
          Optional<Segment> known =
              requestId == null ? Optional.empty() : segments.findByRequest(workspaceId, requestId);
          if (known.isPresent()) {
            return known.get();
          }
          nameIsFree(workspaceId, name);
          Segment segment =
              Segment.created(workspaceId, IDS.generate(), name, definition, clock.instant());
          segments.insert(segment, requestId);
          compute(segment);
          return segment;
        });
    wake();
    return created;
  }

  /**
   * @param name null: stays
   * @param definition null: stays; the same again has a segment that failed computed anew
   * @return empty where there is no such segment
   */
  public Optional<Segment> update(
      String workspaceId, UUID segmentId, @Nullable String name, @Nullable Definition definition) {
    Optional<Segment> updated =
        database.transaction(() -> {
          gate.exclusive();
          return segments
              .find(workspaceId, segmentId)
              .map(segment -> changed(segment, name, definition));
        });
    wake();
    return updated;
  }

  private Segment changed(Segment before, @Nullable String name, @Nullable Definition definition) {
    Segment segment = before;
    if (name != null && !name.equals(segment.name())) {
      nameIsFree(segment.workspaceId(), name);
      segment = segment.renamed(name, clock.instant());
    }
    boolean redefined =
        definition != null
            && (segment.state() == SegmentState.FAILED
                || !definition.root().equals(segment.definition().root()));
    if (definition != null && redefined) {
      segment = segment.redefined(definition, clock.instant());
    }
    segments.update(segment);
    if (redefined) {
      compute(segment);
    } else {
      catalogues.changed();
    }
    return segment;
  }

  /** Whether there was one. */
  public boolean delete(String workspaceId, UUID segmentId) {
    return database.transaction(() -> {
      gate.exclusive();
      Optional<Segment> found = segments.find(workspaceId, segmentId);
      found.ifPresent(segment -> {
        segments.delete(segment);
        computations.forget(segment);
        computations.clear(segment);
        touched.removeAll(segment);
        removals.ofSegment(workspaceId, segmentId);
        catalogues.changed();
      });
      return found.isPresent();
    });
  }

  public Optional<Segment> find(String workspaceId, UUID segmentId) {
    return database.reading(() -> segments.find(workspaceId, segmentId));
  }

  /** In the order of creation. */
  public List<Segment> page(String workspaceId, @Nullable UUID after, int size) {
    return database.reading(() -> segments.page(workspaceId, after, size));
  }

  private void compute(Segment segment) {
    events.track(segment.workspaceId(), segment.definition().events(), clock.instant());
    computations.ask(segment);
    catalogues.changed();
  }

  private void nameIsFree(String workspaceId, String name) {
    segments
        .findByName(workspaceId, name)
        .ifPresent(other -> {
          throw new InvalidInputException(
              "name",
              "the name '%s' belongs to segment %s; take another or change that one"
                  .formatted(name, other.id()));
        });
  }

  private void wake() {
    backfill.wake();
    computationLoop.wake();
  }
}
