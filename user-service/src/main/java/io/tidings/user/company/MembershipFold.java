package io.tidings.user.company;

import io.tidings.user.company.Membership.Pair;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memberships that one batch is about, while its calls are folded into them. */
final class MembershipFold {
  private final Map<Pair, Membership> before;
  private final Map<Pair, Membership> memberships;

  /**
   * @param known of the users who are held
   */
  MembershipFold(Map<Pair, Membership> known) {
    this.before = Map.copyOf(known);
    this.memberships = new HashMap<>(known);
  }

  /**
   * @param role empty where the call says nothing of it
   */
  Membership join(Pair pair, String role, Instant at) {
    Membership joined = get(pair).joined(at);
    return put(role.isEmpty() ? joined : joined.as(role, at));
  }

  Membership put(Membership membership) {
    memberships.put(membership.pair(), membership);
    return membership;
  }

  /** As it stands; where nobody has said anything yet, none. */
  Membership get(Pair pair) {
    return memberships.getOrDefault(pair, Membership.none(pair));
  }

  /** Those that are not as they were. */
  List<Membership> changed() {
    return memberships.values().stream()
        .filter(membership -> !membership.equals(before.get(membership.pair())))
        .toList();
  }

  /** Those of which anybody can tell the difference. */
  List<Membership> news() {
    return changed().stream()
        .filter(membership ->
            !membership.looksLike(
                before.getOrDefault(membership.pair(), Membership.none(membership.pair()))))
        .toList();
  }
}
