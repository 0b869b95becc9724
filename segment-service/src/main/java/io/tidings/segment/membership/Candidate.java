package io.tidings.segment.membership;

import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.profile.Profile;

/**
 * A profile, locked, whose membership of a segment is to be decided anew.
 *
 * @param onlyEvents whether nothing else came since it was decided than events of the profile
 */
public record Candidate(Segment segment, Profile profile, boolean onlyEvents) {

  /** Whether it stays what it is until its due moment, whatever came. */
  boolean keeps(Membership membership, long nowMillis) {
    return onlyEvents
        && segment.definition().keepsMembers()
        && membership.member()
        && membership.dueMillis() > nowMillis;
  }
}
