package io.tidings.segment.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All segments and tracked events of all workspaces, at one revision. */
public final class Catalogue {
  private final long revision;
  private final Map<String, Workspace> workspaces = new HashMap<>();

  Catalogue(long revision, List<Segment> segments, List<TrackedEvent> events) {
    this.revision = revision;
    segments.forEach(segment -> workspace(segment.workspaceId()).add(segment));
    events.forEach(event -> workspace(event.workspaceId()).events.put(event.name(), event));
  }

  long revision() {
    return revision;
  }

  public Collection<Segment> segments(String workspaceId) {
    Workspace workspace = workspaces.get(workspaceId);
    return workspace == null ? List.of() : workspace.segments.values();
  }

  public @Nullable Segment segment(String workspaceId, UUID segmentId) {
    Workspace workspace = workspaces.get(workspaceId);
    return workspace == null ? null : workspace.segments.get(segmentId);
  }

  /** The event of that name, or null when no definition counts it. */
  public @Nullable TrackedEvent event(String workspaceId, String name) {
    Workspace workspace = workspaces.get(workspaceId);
    return workspace == null ? null : workspace.events.get(name);
  }

  /** Under which id the events of a name are kept that some definition of the workspace counts. */
  public int eventId(String workspaceId, String name) {
    TrackedEvent event = event(workspaceId, name);
    if (event == null) {
      throw new IllegalStateException("a definition counts an event that is not tracked");
    }
    return event.id();
  }

  /** Segments that depend on one of these attributes or events. */
  public Set<Segment> dependingOn(String workspaceId, Set<String> attributes, Set<String> events) {
    Workspace workspace = workspaces.get(workspaceId);
    if (workspace == null) {
      return Set.of();
    }
    Set<Segment> depending = new LinkedHashSet<>();
    attributes.forEach(
        name -> depending.addAll(workspace.byAttribute.getOrDefault(name, List.of())));
    events.forEach(name -> depending.addAll(workspace.byEvent.getOrDefault(name, List.of())));
    return depending;
  }

  private Workspace workspace(String workspaceId) {
    return workspaces.computeIfAbsent(workspaceId, _ -> new Workspace());
  }

  private static final class Workspace {
    private final Map<UUID, Segment> segments = new HashMap<>();
    private final Map<String, TrackedEvent> events = new HashMap<>();
    private final Map<String, List<Segment>> byAttribute = new HashMap<>();
    private final Map<String, List<Segment>> byEvent = new HashMap<>();

    void add(Segment segment) {
      segments.put(segment.id(), segment);
      for (String name : segment.definition().attributes()) {
        byAttribute.computeIfAbsent(name, _ -> new ArrayList<>()).add(segment);
      }
      for (String name : segment.definition().events().keySet()) {
        byEvent.computeIfAbsent(name, _ -> new ArrayList<>()).add(segment);
      }
    }
  }
}
