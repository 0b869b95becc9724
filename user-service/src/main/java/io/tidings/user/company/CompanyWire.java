package io.tidings.user.company;

import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Value;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.Kept;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.profile.ProfileWire;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Companies and memberships between wire and domain. */
final class CompanyWire {
  private static final int MAX_ATTRIBUTES = 2000;
  private static final int MAX_ROLE_LENGTH = 100;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private CompanyWire() {}

  static CompanyUpdate read(io.tidings.proto.user.v1.CompanyUpdate wire, Instant now)
      throws RefusedException {
    if (wire.getAttributesCount() > MAX_ATTRIBUTES) {
      throw new RefusedException(
          "attributes",
          "attributes: %d were offered, at most %d are taken"
              .formatted(wire.getAttributesCount(), MAX_ATTRIBUTES));
    }
    Map<String, AttributeValue> attributes = HashMap.newHashMap(wire.getAttributesCount());
    for (Map.Entry<String, Value> attribute : wire.getAttributesMap().entrySet()) {
      String name = attribute.getKey();
      attributes.put(name, ValueWire.fromWire("attributes." + name, attribute.getValue()));
    }
    return CompanyUpdate.accepted(
            wire.getGroupId(),
            attributes,
            ValueWire.occurredAt(
                "occurred_at", wire.hasOccurredAt() ? wire.getOccurredAt() : null, now))
        .keeping(Kept.accepted(wire.getKeepList()));
  }

  static String role(String field, String offered) throws RefusedException {
    if (offered.codePointCount(0, offered.length()) > MAX_ROLE_LENGTH) {
      throw new RefusedException(
          field,
          "role %s is longer than %d characters"
              .formatted(RefusedException.quoted(offered), MAX_ROLE_LENGTH));
    }
    if (offered.indexOf('\0') >= 0) {
      throw new RefusedException(field, "role contains a NUL character, which no text may");
    }
    return offered;
  }

  static CompanySelector selector(io.tidings.proto.user.v1.CompanySelector wire)
      throws RefusedException {
    return switch (wire.getByCase()) {
      case COMPANY_ID -> new CompanySelector.ById(UUID.fromString(wire.getCompanyId()));
      case GROUP_ID -> {
        CompanyUpdate.checkGroupId(wire.getGroupId());
        yield new CompanySelector.ByGroupId(wire.getGroupId());
      }
      case BY_NOT_SET ->
          throw new RefusedException(
              "company", "nothing selects a company; give company_id or group_id");
    };
  }

  static io.tidings.proto.user.v1.Company toWire(Companies.Counted counted) {
    return wire(counted.company()).setMemberCount(counted.members()).build();
  }

  static io.tidings.proto.user.v1.Company toWire(Company company) {
    return wire(company).build();
  }

  static io.tidings.proto.user.v1.Membership toWire(Membership membership, String groupId) {
    return io.tidings.proto.user.v1.Membership.newBuilder()
        .setProfileId(membership.profileId().toString())
        .setCompanyId(membership.companyId().toString())
        .setGroupId(groupId)
        .setRole(membership.role())
        .build();
  }

  static List<io.tidings.proto.user.v1.Membership> toWire(Memberships.Part part) {
    return part.memberships().stream()
        .map(membership ->
            toWire(membership, part.groupIds().getOrDefault(membership.companyId(), "")))
        .toList();
  }

  static List<Rejected> toWire(List<RefusedException> ignored) {
    return ignored.stream().map(reason -> rejected(reason).build()).toList();
  }

  /** What there is must stay, as the update says. */
  static Rejected kept(RefusedException reason) {
    return rejected(reason).setKept(true).build();
  }

  static Rejected.Builder rejected(RefusedException reason) {
    return Rejected.newBuilder().setField(reason.field()).setReason(reason.reason());
  }

  /** The id after which the page begins. */
  static UUID pageStart(String token) throws RefusedException {
    UUID after = ProfileWire.pageStart(token);
    return after == null ? BEFORE_ALL : after;
  }

  private static io.tidings.proto.user.v1.Company.Builder wire(Company company) {
    var wire =
        io.tidings.proto.user.v1.Company.newBuilder()
            .setId(company.id().toString())
            .setGroupId(company.groupId())
            .setVersion(company.version())
            .setCreatedAt(ValueWire.timestamp(company.createdAt()))
            .setUpdatedAt(ValueWire.timestamp(company.updatedAt()));
    company
        .attributes()
        .forEach((name, attribute) -> {
          if (!attribute.value().isNothing()) {
            wire.putAttributes(name, ValueWire.toWire(attribute.value()));
          }
        });
    return wire;
  }
}
