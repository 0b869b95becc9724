package io.tidings.user.company;

import java.time.Instant;
import java.util.UUID;

/**
 * That a user belongs, or belonged, to a company. In whichever order the same news arrives, it
 * becomes the same.
 *
 * @param memberAt when it was last told whether the user is a member
 * @param role empty where nobody said
 * @param roleAt when the role was last told
 */
record Membership(
    UUID profileId, UUID companyId, boolean member, Instant memberAt, String role, Instant roleAt) {

  /** Nobody has said anything yet. */
  static Membership none(Pair pair) {
    return new Membership(
        pair.profileId(), pair.companyId(), false, Instant.EPOCH, "", Instant.EPOCH);
  }

  /** Who belongs where. */
  record Pair(UUID profileId, UUID companyId) {}

  Pair pair() {
    return new Pair(profileId, companyId);
  }

  /** Of joining and leaving at the same time, joining counts. */
  Membership joined(Instant at) {
    return at.isBefore(memberAt) || (member && at.equals(memberAt))
        ? this
        : new Membership(profileId, companyId, true, at, role, roleAt);
  }

  Membership left(Instant at) {
    return at.isAfter(memberAt)
        ? new Membership(profileId, companyId, false, at, role, roleAt)
        : this;
  }

  /** Of two roles told at the same time the greater text counts, which is the same in any order. */
  Membership as(String told, Instant at) {
    int order = at.compareTo(roleAt);
    return order > 0 || (order == 0 && told.compareTo(role) > 0)
        ? new Membership(profileId, companyId, member, memberAt, told, at)
        : this;
  }

  /** Whether anybody can tell the difference. */
  boolean looksLike(Membership other) {
    return member == other.member && (!member || role.equals(other.role));
  }
}
