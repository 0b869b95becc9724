package io.tidings.segment.catalogue;

import java.util.List;

/**
 * An event that some definition counts.
 *
 * @param id under which its events are kept; never used again
 * @param properties names of the properties that are kept, in order
 */
public record TrackedEvent(String workspaceId, String name, int id, List<String> properties) {
  public TrackedEvent {
    properties = List.copyOf(properties);
  }
}
