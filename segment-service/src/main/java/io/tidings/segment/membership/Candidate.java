package io.tidings.segment.membership;

import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.profile.Profile;

/** A profile, locked, whose membership of a segment is to be decided anew. */
public record Candidate(Segment segment, Profile profile) {}
