package io.tidings.user.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.user.v1.AddMembershipsRequest;
import io.tidings.proto.user.v1.BatchGetMembershipsRequest;
import io.tidings.proto.user.v1.ChangeRoleRequest;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.ListMembersRequest;
import io.tidings.proto.user.v1.ListMembersResponse;
import io.tidings.proto.user.v1.Membership;
import io.tidings.proto.user.v1.MembershipUpdate;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.user.v1.StreamMembersRequest;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class MembershipTest extends CompanyServiceTest {
  private final String workspace = newWorkspace();

  @Test
  void findsACompanyWithoutLookingAtItsMembers() {
    group(workspace, call("member", "crowded"));

    Company found =
        transactions()
            .executeWrite(status -> {
              status.setRollbackOnly();
              status
                  .getConnection()
                  .createStatement()
                  .execute("ALTER TABLE membership RENAME TO membership_out_of_reach");
              return bean(Companies.class)
                  .find(workspace, new CompanySelector.ByGroupId("crowded"));
            });

    assertThat(found).isNotNull();
  }

  @Test
  void addsAUserToAccountsWithRoles() {
    identify(workspace, ProfileUpdate.newBuilder().setUserId("ada"));

    List<Membership> added = add("ada", "one", "owner", "two", "");

    assertThat(added)
        .extracting(Membership::getGroupId, Membership::getRole)
        .containsExactly(tuple("one", "owner"), tuple("two", ""));
    assertThat(companiesOf(workspace, "ada")).isEqualTo(added);
    assertThat(add("ada", "one", "", "three", "").getFirst().getRole()).isEqualTo("owner");
    assertThat(companiesOf(workspace, "ada")).hasSize(3);
  }

  @Test
  void changesARoleAndTakesItAway() {
    group(workspace, call("roles", "roles").setRole("owner"));

    assertThat(changeRole("roles", "roles", "reader").getRole()).isEqualTo("reader");
    assertThat(companiesOf(workspace, "roles").getFirst().getRole()).isEqualTo("reader");
    changeRole("roles", "roles", "");
    assertThat(companiesOf(workspace, "roles").getFirst().getRole()).isEmpty();
    group(workspace, call("elsewhere", "elsewhere"));
    assertThatThrownBy(() -> changeRole("roles", "elsewhere", "x")).satisfies(this::isNotFound);
    assertThatThrownBy(() -> changeRole("roles", "nowhere", "x")).satisfies(this::isNotFound);
    assertThatThrownBy(() -> changeRole("nobody", "roles", "x")).satisfies(this::isNotFound);
  }

  @Test
  void endsAMembershipAndNoOlderCallBringsItBack() {
    GroupCall.Builder old = call("leaver", update("left", 1)).setRole("owner");
    group(workspace, old);

    assertThat(remove("leaver", "left")).isTrue();
    assertThat(remove("leaver", "left")).isFalse();
    assertThat(remove("leaver", "nowhere")).isFalse();
    group(workspace, old);
    assertThat(companiesOf(workspace, "leaver")).isEmpty();
    assertThat(company(workspace, "left").getMemberCount()).isZero();
    assertThatThrownBy(() -> changeRole("leaver", "left", "x")).satisfies(this::isNotFound);

    group(workspace, call("leaver", "left"));
    assertThat(companiesOf(workspace, "leaver")).hasSize(1);
  }

  @Test
  void followsAMergeAndTheLatestRoleWins() {
    group(workspace, anonymousCall("browser-1", "shared", 20).setRole("later"));
    group(workspace, anonymousCall("browser-1", "only-anonymous", 20));
    group(workspace, anonymousCall("browser-2", "shared", 15).setRole("between"));
    group(workspace, call("merged", update("shared", 10)).setRole("earlier"));
    identify(workspace, ProfileUpdate.newBuilder().setUserId("merged").setAnonymousId("browser-1"));
    identify(workspace, ProfileUpdate.newBuilder().setUserId("merged").setAnonymousId("browser-2"));

    assertThat(companiesOf(workspace, "merged"))
        .extracting(Membership::getGroupId, Membership::getRole)
        .containsExactlyInAnyOrder(tuple("shared", "later"), tuple("only-anonymous", ""));
    assertThat(company(workspace, "shared").getMemberCount()).isEqualTo(1);
    assertThat(membersOf(workspace, "only-anonymous"))
        .extracting(Membership::getProfileId)
        .containsExactly(profile(workspace, "merged").getId());
  }

  @Test
  void aGroupCallOfAnAbsorbedProfileCountsForWhoItIsNow() {
    String absorbed =
        identify(workspace, ProfileUpdate.newBuilder().setAnonymousId("absorbed")).getId();
    String user = identify(workspace, ProfileUpdate.newBuilder().setUserId("absorber")).getId();
    identify(
        workspace, ProfileUpdate.newBuilder().setUserId("absorber").setAnonymousId("absorbed"));

    assertThat(
            group(
                    workspace,
                    GroupCall.newBuilder().setProfileId(absorbed).setCompany(update("late", 1)))
                .getProfileId())
        .isEqualTo(user);
  }

  @Test
  void tellsOfManyUsersAtOnce() {
    group(workspace, call("many-1", "many-a"));
    group(workspace, call("many-1", "many-b"));
    group(workspace, call("many-2", "many-b"));
    String first = profile(workspace, "many-1").getId();
    String second = profile(workspace, "many-2").getId();

    assertThat(
            memberships(workspace)
                .batchGetMemberships(
                    BatchGetMembershipsRequest.newBuilder()
                        .addProfileIds(second)
                        .addProfileIds(first)
                        .build())
                .getMembershipsList())
        .extracting(Membership::getProfileId, Membership::getGroupId)
        .containsExactly(tuple(second, "many-b"), tuple(first, "many-a"), tuple(first, "many-b"));
  }

  @Test
  void listsAndStreamsMembers() {
    for (int i = 0; i < 5; i++) {
      group(workspace, call("member-" + i, "listed"));
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListMembersResponse page =
          memberships(workspace)
              .listMembers(
                  ListMembersRequest.newBuilder()
                      .setCompany(named("listed"))
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getMembershipsList().forEach(member -> listed.add(member.getProfileId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    List<String> streamed = new ArrayList<>();
    memberships(workspace)
        .streamMembers(StreamMembersRequest.newBuilder().setCompany(named("listed")).build())
        .forEachRemaining(part ->
            part.getMembershipsList().forEach(member -> streamed.add(member.getProfileId())));

    assertThat(listed).hasSize(5).isEqualTo(streamed);
    assertThat(listed.getFirst()).isEqualTo(profile(workspace, "member-0").getId());
  }

  private static GroupCall.Builder anonymousCall(String anonymousId, String groupId, long second) {
    return GroupCall.newBuilder()
        .setUpdate(ProfileUpdate.newBuilder().setAnonymousId(anonymousId))
        .setCompany(update(groupId, second));
  }

  /** Group ids and roles in turn. */
  private List<Membership> add(String userId, String... groupsAndRoles) {
    var request = AddMembershipsRequest.newBuilder().setSelector(user(userId));
    for (int i = 0; i < groupsAndRoles.length; i += 2) {
      request.addMemberships(
          MembershipUpdate.newBuilder()
              .setGroupId(groupsAndRoles[i])
              .setRole(groupsAndRoles[i + 1]));
    }
    return memberships(workspace).addMemberships(request.build()).getMembershipsList();
  }

  private Membership changeRole(String userId, String groupId, String role) {
    return memberships(workspace)
        .changeRole(
            ChangeRoleRequest.newBuilder()
                .setSelector(user(userId))
                .setCompany(named(groupId))
                .setRole(role)
                .build())
        .getMembership();
  }

  private boolean remove(String userId, String groupId) {
    return memberships(workspace)
        .removeMembership(
            RemoveMembershipRequest.newBuilder()
                .setSelector(user(userId))
                .setCompany(named(groupId))
                .build())
        .getRemoved();
  }

  private void isNotFound(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return bean(TransactionOperations.class);
  }
}
