package io.tidings.gateway.profileapi;

import io.tidings.proto.user.v1.Company;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Map;

/** An account, which user-service calls a company. */
record AccountProfile(Company company) implements KnownProfile {
  @Override
  public List<Trait> told() {
    return company.getAttributesMap().entrySet().stream()
        .map(attribute ->
            new Trait(attribute.getKey(), attribute.getValue(), "", company.getUpdatedAt()))
        .toList();
  }

  /** Segments are of users. */
  @Override
  public List<Trait> audiences() {
    return List.of();
  }

  @Override
  public List<ExternalId> externalIds() {
    return List.of(groupId(company.getGroupId()));
  }

  static ExternalId groupId(String id) {
    return new ExternalId(AccountProfiles.NAME, "group_id", id);
  }

  /** Events are of users; an account is known by when it was told of. */
  @Override
  public Map<String, Value> metadata() {
    return KnownProfile.metadata(company.getCreatedAt(), company.getUpdatedAt(), "", "");
  }

  /** Without what is known of it: an account may be one person. */
  @Override
  public String toString() {
    return "AccountProfile[" + company.getId() + "]";
  }
}
