package io.tidings.segment.catalogue;

import io.tidings.segment.definition.Definition;
import java.time.Instant;
import java.util.UUID;

/**
 * A segment.
 *
 * @param generation grows with each change of the definition
 * @param failure why its computation could not be done; empty unless it has failed
 */
public record Segment(
    String workspaceId,
    UUID id,
    String name,
    Definition definition,
    int generation,
    SegmentState state,
    String failure,
    Instant createdAt,
    Instant updatedAt) {

  public static Segment created(
      String workspaceId, UUID id, String name, Definition definition, Instant now) {
    return new Segment(workspaceId, id, name, definition, 1, SegmentState.COMPUTING, "", now, now);
  }

  public Segment renamed(String newName, Instant now) {
    return new Segment(
        workspaceId, id, newName, definition, generation, state, failure, createdAt, now);
  }

  public Segment redefined(Definition newDefinition, Instant now) {
    return new Segment(
        workspaceId,
        id,
        name,
        newDefinition,
        generation + 1,
        SegmentState.COMPUTING,
        "",
        createdAt,
        now);
  }
}
