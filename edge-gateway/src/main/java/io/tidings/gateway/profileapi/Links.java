package io.tidings.gateway.profileapi;

import static io.tidings.gateway.json.Values.list;
import static io.tidings.gateway.json.Values.object;
import static io.tidings.gateway.json.Values.text;

import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.Membership;
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

/** Asks user-service which users and accounts belong together. */
@Singleton
final class Links {
  private static final int MOST = 20;

  private final MembershipServiceBlockingStub memberships;
  private final ProfileServiceBlockingStub profiles;

  Links(ServiceChannels channels) {
    this.memberships = MembershipServiceGrpc.newBlockingStub(channels.to("user"));
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /** The accounts that a user belongs to. */
  Part<Value> accountsOf(ProfileSelector user, ProfileQuery query) {
    var limit = query.limit(MOST);
    var page =
        memberships.listMemberships(
            ListMembershipsRequest.newBuilder()
                .setSelector(user)
                .setPageSize(limit)
                .setPageToken(query.after())
                .build());
    var links =
        page.getMembershipsList().stream()
            .map(each ->
                link(AccountProfiles.NAME, List.of(AccountProfile.groupId(each.getGroupId()))))
            .toList();
    return new Part<>(links, page.getNextPageToken(), limit);
  }

  /** The users who belong to an account. */
  Part<Value> usersOf(CompanySelector account, ProfileQuery query) {
    var limit = query.limit(MOST);
    var page =
        memberships.listMembers(
            ListMembersRequest.newBuilder()
                .setCompany(account)
                .setPageSize(limit)
                .setPageToken(query.after())
                .build());
    var links =
        users(page.getMembershipsList()).stream()
            .map(user -> link(UserProfiles.NAME, UserProfile.externalIds(user)))
            .toList();
    return new Part<>(links, page.getNextPageToken(), limit);
  }

  private List<Profile> users(List<Membership> members) {
    if (members.isEmpty()) {
      return List.of();
    }
    var request = BatchGetProfilesRequest.newBuilder();
    members.forEach(member -> request.addSelectorsBuilder().setProfileId(member.getProfileId()));
    return profiles.batchGetProfiles(request.build()).getFoundList().stream()
        .filter(FoundProfile::hasProfile)
        .map(FoundProfile::getProfile)
        .toList();
  }

  private static Value link(String collection, List<ExternalId> ids) {
    var members = new LinkedHashMap<String, Value>();
    members.put("to_collection", text(collection));
    members.put("external_ids", list(ids.stream().map(ExternalId::write).toList()));
    return object(members);
  }
}
