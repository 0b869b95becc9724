package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.NULL;
import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks user-service for accounts, and for what links users and accounts. */
@Singleton
final class AccountProfiles {
  private static final int MOST_LINKS = 20;

  private final CompanyServiceBlockingStub companies;
  private final MembershipServiceBlockingStub memberships;
  private final ProfileServiceBlockingStub profiles;

  AccountProfiles(ServiceChannels channels) {
    this.companies = CompanyServiceGrpc.newBlockingStub(channels.to("user"));
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  Company find(CompanySelector selector) {
    return companies
        .getCompany(GetCompanyRequest.newBuilder().setSelector(selector).build())
        .getCompany();
  }

  static List<Trait> traits(Company account) {
    return account.getAttributesMap().entrySet().stream()
        .map(attribute ->
            new Trait(attribute.getKey(), attribute.getValue(), "", account.getUpdatedAt()))
        .toList();
  }

  static List<ExternalId> externalIds(Company account) {
    return List.of(groupId(account.getGroupId()));
  }

  /** Events are of users; an account is known by when it was told of. */
  static Map<String, Value> metadata(Company account) {
    var members = new LinkedHashMap<String, Value>();
    members.put("created_at", Trait.time(account.getCreatedAt()));
    members.put("updated_at", Trait.time(account.getUpdatedAt()));
    members.put("first_message_id", NULL);
    members.put("last_message_id", NULL);
    return Map.of("metadata", object(members));
  }

  /** The accounts that a user belongs to. */
  Part<Value> accountsOf(ProfileSelector user, ProfileQuery query) {
    var limit = query.limit(MOST_LINKS);
    var page =
        memberships.listMemberships(
            ListMembershipsRequest.newBuilder()
                .setSelector(user)
                .setPageSize(limit)
                .setPageToken(query.after())
                .build());
    return new Part<>(
        page.getMembershipsList().stream()
            .map(membership -> link("accounts", List.of(groupId(membership.getGroupId()))))
            .toList(),
        page.getNextPageToken(),
        limit);
  }

  /** The users who belong to an account. */
  Part<Value> usersOf(CompanySelector account, ProfileQuery query) {
    var limit = query.limit(MOST_LINKS);
    var page =
        memberships.listMembers(
            ListMembersRequest.newBuilder()
                .setCompany(account)
                .setPageSize(limit)
                .setPageToken(query.after())
                .build());
    var ids = page.getMembershipsList().stream().map(each -> each.getProfileId()).toList();
    return new Part<>(
        ids.isEmpty() ? List.of() : users(ids).stream().map(AccountProfiles::link).toList(),
        page.getNextPageToken(),
        limit);
  }

  private List<Profile> users(List<String> ids) {
    var request = BatchGetProfilesRequest.newBuilder();
    ids.forEach(id -> request.addSelectorsBuilder().setProfileId(id));
    return profiles.batchGetProfiles(request.build()).getFoundList().stream()
        .filter(FoundProfile::hasProfile)
        .map(FoundProfile::getProfile)
        .toList();
  }

  private static Value link(Profile user) {
    return link("users", new UserProfile(user, Map.of()).externalIds());
  }

  private static Value link(String collection, List<ExternalId> ids) {
    var members = new LinkedHashMap<String, Value>();
    members.put("to_collection", text(collection));
    members.put("external_ids", list(ids.stream().map(ExternalId::write).toList()));
    return object(members);
  }

  private static ExternalId groupId(String id) {
    return new ExternalId("accounts", "group_id", id);
  }
}
