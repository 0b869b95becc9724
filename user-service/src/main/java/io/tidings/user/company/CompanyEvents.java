package io.tidings.user.company;

import com.google.protobuf.Timestamp;
import io.tidings.outbox.Fact;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.CompanyChanged;
import io.tidings.proto.user.v1.MembershipChanged;
import io.tidings.user.attribute.ValueWire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What the other services are told. */
final class CompanyEvents {
  private CompanyEvents() {}

  static List<Fact> of(String workspaceId, List<CompanyChange> changes, Instant now) {
    return changes.stream()
        .filter(CompanyChange::isVisible)
        .map(change -> new Fact(workspaceId, change.after().id(), companyChanged(change, now)))
        .toList();
  }

  /**
   * @param groupIds of the companies
   */
  static List<Fact> of(
      String workspaceId, List<Membership> memberships, Map<UUID, String> groupIds, Instant now) {
    Timestamp occurredAt = ValueWire.timestamp(now);
    return memberships.stream()
        .map(membership ->
            new Fact(
                workspaceId,
                membership.profileId(),
                MembershipChanged.newBuilder()
                    .setProfileId(membership.profileId().toString())
                    .setCompanyId(membership.companyId().toString())
                    .setGroupId(Objects.requireNonNull(groupIds.get(membership.companyId())))
                    .setMember(membership.member())
                    .setRole(membership.member() ? membership.role() : "")
                    .setOccurredAt(occurredAt)
                    .build()))
        .toList();
  }

  static Fact removed(String workspaceId, Company company, Instant now) {
    return new Fact(
        workspaceId,
        company.id(),
        CompanyChanged.newBuilder()
            .setCompanyId(company.id().toString())
            .setGroupId(company.groupId())
            .setVersion(company.version() + 1)
            .setRemoved(true)
            .setOccurredAt(ValueWire.timestamp(now))
            .build());
  }

  private static CompanyChanged companyChanged(CompanyChange change, Instant now) {
    Company company = change.after();
    CompanyChanged.Builder changed =
        CompanyChanged.newBuilder()
            .setCompanyId(company.id().toString())
            .setGroupId(company.groupId())
            .setVersion(company.version())
            .setCreated(change.isCreation())
            .setOccurredAt(ValueWire.timestamp(now));
    change
        .news()
        .forEach((name, attribute) ->
            changed.addAttributes(
                AttributeChange.newBuilder()
                    .setName(name)
                    .setValue(ValueWire.toWire(attribute.value()))
                    .setOccurredAt(ValueWire.timestamp(attribute.writtenAt()))));
    return changed.build();
  }
}
