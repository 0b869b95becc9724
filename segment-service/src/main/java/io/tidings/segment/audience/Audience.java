package io.tidings.segment.audience;

import io.tidings.segment.definition.Definition;
import java.util.UUID;

/** A set of profiles of a workspace, named or described on the spot. */
public sealed interface Audience {

  record Members(UUID segmentId) implements Audience {}

  record Matching(Definition filter) implements Audience {}

  record Everyone() implements Audience {}
}
