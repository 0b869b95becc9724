package io.tidings.user.company;

import com.google.protobuf.Timestamp;
import io.tidings.proto.user.v1.Company;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyServiceGrpc.CompanyServiceBlockingStub;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.GetCompanyRequest;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupOutcome;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembershipsRequest;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.MembershipServiceGrpc.MembershipServiceBlockingStub;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of companies have in common: short words for calls. */
abstract class CompanyServiceTest extends ServiceTest {
  /** Before now, so that it counts as given. */
  private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

  final CompanyServiceBlockingStub companies(String workspaceId) {
    return CompanyServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  final MembershipServiceBlockingStub memberships(String workspaceId) {
    return MembershipServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  final ProfileServiceBlockingStub profiles(String workspaceId) {
    return ProfileServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  final Grouped group(String workspaceId, GroupCall.Builder call) {
    return companies(workspaceId)
        .group(GroupRequest.newBuilder().setCall(call).build())
        .getGrouped();
  }

  final List<GroupOutcome> groupAll(String workspaceId, GroupCall.Builder... calls) {
    return companies(workspaceId)
        .groupBatch(
            GroupBatchRequest.newBuilder()
                .addAllCalls(Stream.of(calls).map(GroupCall.Builder::build).toList())
                .build())
        .getOutcomesList();
  }

  final Company company(String workspaceId, String groupId) {
    return companies(workspaceId)
        .getCompany(GetCompanyRequest.newBuilder().setSelector(named(groupId)).build())
        .getCompany();
  }

  final Profile profile(String workspaceId, String userId) {
    return profiles(workspaceId)
        .getProfile(GetProfileRequest.newBuilder().setSelector(user(userId)).build())
        .getProfile();
  }

  final Profile identify(String workspaceId, ProfileUpdate.Builder update) {
    return profiles(workspaceId)
        .identify(IdentifyRequest.newBuilder().setUpdate(update).build())
        .getProfile();
  }

  final List<Membership> companiesOf(String workspaceId, String userId) {
    return memberships(workspaceId)
        .listMemberships(ListMembershipsRequest.newBuilder().setSelector(user(userId)).build())
        .getMembershipsList();
  }

  final List<Membership> membersOf(String workspaceId, String groupId) {
    return memberships(workspaceId)
        .listMembers(ListMembersRequest.newBuilder().setCompany(named(groupId)).build())
        .getMembershipsList();
  }

  static CompanySelector.Builder named(String groupId) {
    return CompanySelector.newBuilder().setGroupId(groupId);
  }

  static ProfileSelector.Builder user(String userId) {
    return ProfileSelector.newBuilder().setUserId(userId);
  }

  /** A call that puts a user into a company. */
  static GroupCall.Builder call(String userId, String groupId) {
    return call(userId, CompanyUpdate.newBuilder().setGroupId(groupId));
  }

  static GroupCall.Builder call(String userId, CompanyUpdate.Builder company) {
    return GroupCall.newBuilder()
        .setUpdate(ProfileUpdate.newBuilder().setUserId(userId))
        .setCompany(company);
  }

  static CompanyUpdate.Builder update(String groupId, long second) {
    return CompanyUpdate.newBuilder().setGroupId(groupId).setOccurredAt(second(second));
  }

  static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  /** The time so many seconds after the start. */
  static Timestamp second(long second) {
    return Timestamp.newBuilder().setSeconds(START.getEpochSecond() + second).build();
  }
}
