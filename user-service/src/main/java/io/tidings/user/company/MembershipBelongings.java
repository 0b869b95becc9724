package io.tidings.user.company;

import io.tidings.outbox.Outbox;
import io.tidings.user.profile.ProfileBelongings;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Memberships go where their users go. */
@Singleton
final class MembershipBelongings implements ProfileBelongings {
  private final MembershipRepository memberships;
  private final CompanyNames names;
  private final Outbox outbox;

  MembershipBelongings(MembershipRepository memberships, CompanyNames names, Outbox outbox) {
    this.memberships = memberships;
    this.names = names;
    this.outbox = outbox;
  }

  @Override
  public Map<String, Long> erase(String workspaceId, UUID profileId) throws SQLException {
    return Map.of(
        "company_memberships", (long) memberships.deleteOfProfile(workspaceId, profileId));
  }

  @Override
  public void follow(String workspaceId, Map<UUID, UUID> heirs, Instant now) throws SQLException {
    // Those that ended too: whoever was told that one of both belongs there hears that nobody does.
    List<Membership> followed = memberships.follow(workspaceId, heirs);
    if (!followed.isEmpty()) {
      Map<UUID, String> groupIds = names.of(workspaceId, followed);
      outbox.append(CompanyEvents.of(workspaceId, names.known(followed, groupIds), groupIds, now));
    }
  }
}
