package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.CompanyChanged;
import io.tidings.proto.user.v1.CompanySelector;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.ConvertToUserRequest;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.ErasureServiceGrpc;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.proto.user.v1.Grouped;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifierAdded;
import io.tidings.proto.user.v1.MembershipChanged;
import io.tidings.proto.user.v1.MembershipServiceGrpc;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.ProfilesMerged;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.user.v1.RemoveMembershipRequest;
import io.tidings.proto.value.v1.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What other services hear. Each test ends with a change that is told last, so nothing is missed.
 */
@MicronautTest(transactional = false)
class FactsTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    return Map.of("test.listen", "true");
  }

  @Test
  void tellsOfANewUserOnce() {
    Profile profile =
        identify(
                workspace,
                user("new")
                    .setOccurredAt(second(1))
                    .putAttributes("plan", text("gold"))
                    .putAttributes("nothing", Value.getDefaultInstance()))
            .getProfile();

    assertThat(changesUpTo("last", profile.getId(), user("new"))).hasSize(1);
    ProfileChanged changed = changesUpTo("last", profile.getId(), user("new")).getFirst();
    assertThat(changed.getProfileId()).isEqualTo(profile.getId());
    assertThat(changed.getUserId()).isEqualTo("new");
    assertThat(changed.getVersion()).isEqualTo(1);
    assertThat(changed.getCreated()).isTrue();
    assertThat(changed.getDevicesChanged()).isFalse();
    assertThat(changed.getAttributesList())
        .containsExactly(
            AttributeChange.newBuilder()
                .setName("plan")
                .setValue(text("gold"))
                .setOccurredAt(second(1))
                .build());
  }

  @Test
  void tellsOfAnAlias() {
    Profile former = identify(workspace, user("former")).getProfile();
    identify(workspace, user("former").putAttributes("plan", text("gold")));
    Profile staying = identify(workspace, user("staying")).getProfile();
    identify(
        workspace,
        user("staying").addPrevious(Identifier.newBuilder().setType("user_id").setValue("former")));

    await()
        .untilAsserted(() ->
            assertThat(heard(former.getId(), ProfilesMerged.class))
                .singleElement()
                .satisfies(merged -> {
                  assertThat(merged.getAbsorbedProfileId()).isEqualTo(former.getId());
                  assertThat(merged.getProfileId()).isEqualTo(staying.getId());
                }));
    ProfileChanged changed = changesUpTo("last", staying.getId(), user("staying")).getLast();
    assertThat(changed.getUserId()).isEqualTo("staying");
    assertThat(changed.getVersion()).as("beyond both").isGreaterThan(2);
    assertThat(heard(staying.getId(), IdentifierAdded.class))
        .extracting(IdentifierAdded::getType, IdentifierAdded::getValue)
        .containsExactly(tuple("user_id", "former"));
  }

  @Test
  void tellsOnlyWhatChanged() {
    String id =
        identify(
                workspace,
                user("changes")
                    .setOccurredAt(second(1))
                    .putAttributes("plan", text("gold"))
                    .putAttributes("city", text("Lagos")))
            .getProfile()
            .getId();
    identify(
        workspace,
        user("changes")
            .setOccurredAt(second(2))
            .putAttributes("plan", text("silver"))
            .putAttributes("city", text("Lagos")));
    identify(
        workspace,
        user("changes").setOccurredAt(second(3)).putAttributes("city", Value.getDefaultInstance()));

    List<ProfileChanged> changes = changesUpTo("last", id, user("changes"));

    assertThat(changes).extracting(ProfileChanged::getVersion).containsExactly(1L, 2L, 3L);
    assertThat(changes.get(1).getAttributesList())
        .containsExactly(
            AttributeChange.newBuilder()
                .setName("plan")
                .setValue(text("silver"))
                .setOccurredAt(second(2))
                .build());
    assertThat(changes.get(2).getAttributesList())
        .containsExactly(
            AttributeChange.newBuilder()
                .setName("city")
                .setValue(Value.getDefaultInstance())
                .setOccurredAt(second(3))
                .build());
  }

  @Test
  void saysNothingWhereNothingChanged() {
    ProfileUpdate.Builder update =
        user("same")
            .setAnonymousId("same-browser")
            .setOccurredAt(second(10))
            .putAttributes("plan", text("gold"))
            .addDevices(device("same-phone", "ios"))
            .setSeen(true)
            .setPageViews(1)
            .setMessageId("same-message");
    String id = identify(workspace, update).getProfile().getId();
    identify(workspace, update);
    identifyAll(workspace, update, update, user("same"), anonymous("same-browser"));
    identify(workspace, user("same").setOccurredAt(second(5)).putAttributes("plan", text("old")));
    identify(workspace, user("same").setOccurredAt(second(20)).putAttributes("plan", text("gold")));

    assertThat(changesUpTo("last", id, user("same"))).hasSize(1);
  }

  @Test
  void tellsOfManyChangesOfOneUserInABatchAtOnce() {
    identifyAll(
        workspace,
        user("folded").putAttributes("plan", text("a")),
        user("folded").putAttributes("plan", text("b")),
        user("folded").putAttributes("city", text("Lagos")));
    String id = profileOfUser(workspace, "folded").getId();

    List<ProfileChanged> changes = changesUpTo("last", id, user("folded"));

    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().getAttributesList())
        .extracting(AttributeChange::getName, change -> change.getValue().getText())
        .containsExactlyInAnyOrder(tuple("plan", "b"), tuple("city", "Lagos"));
  }

  @Test
  void tellsOfDevicesThatComeMoveAndGo() {
    String first =
        identify(workspace, user("first").addDevices(device("moving", "ios"))).getProfile().getId();
    String second =
        identify(workspace, user("second").addDevices(device("moving", "ios")))
            .getProfile()
            .getId();
    service(workspace).removeDevice(RemoveDeviceRequest.newBuilder().setToken("moving").build());

    assertThat(deviceCounts(changesUpTo("last", first, user("first")))).containsExactly(1, 0);
    assertThat(deviceCounts(changesUpTo("last", second, user("second")))).containsExactly(1, 0);
  }

  @Test
  void tellsOfIdentifiersAndOfAUserIdThatCameLater() {
    String id = identify(workspace, anonymous("browser")).getProfile().getId();
    identify(workspace, user("named").setAnonymousId("browser"));
    ProfileUpdate.Builder more = user("named");
    more.addIdentifiersBuilder().setType("crm").setValue("7");
    identify(workspace, more);

    List<ProfileChanged> changes = changesUpTo("last", id, user("named"));

    assertThat(changes).extracting(ProfileChanged::getUserId).containsExactly("", "named", "named");
    assertThat(heard(id, IdentifierAdded.class))
        .extracting(IdentifierAdded::getType, IdentifierAdded::getValue)
        .containsExactly(tuple("anonymous_id", "browser"), tuple("crm", "7"));
  }

  @Test
  void tellsBothOfAMergeAndTheOneThatStaysOfWhatItGained() {
    String known =
        identify(
                workspace,
                user("known").setOccurredAt(second(1)).putAttributes("plan", text("gold")))
            .getProfile()
            .getId();
    String absorbed =
        identify(
                workspace,
                anonymous("merging").setOccurredAt(second(1)).putAttributes("city", text("Lagos")))
            .getProfile()
            .getId();
    identify(workspace, user("known").setAnonymousId("merging"));

    List<ProfileChanged> changes = changesUpTo("last", known, user("known"));

    assertThat(changes.getLast().getAttributesList())
        .extracting(AttributeChange::getName)
        .containsExactly("city");
    assertThat(heard(known, IdentifierAdded.class))
        .extracting(IdentifierAdded::getValue)
        .containsExactly("merging");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(heard(absorbed, ProfilesMerged.class)).hasSize(1));
    assertThat(heard(known, ProfilesMerged.class)).isEqualTo(heard(absorbed, ProfilesMerged.class));
    assertThat(heard(known, ProfilesMerged.class).getFirst().getProfileId()).isEqualTo(known);
    assertThat(heard(known, ProfilesMerged.class).getFirst().getAbsorbedProfileId())
        .isEqualTo(absorbed);
  }

  @Test
  void tellsOfCompaniesAndWhoBelongsToThem() {
    GroupRequest.Builder call = GroupRequest.newBuilder();
    call.getCallBuilder().setRole("owner").getUpdateBuilder().setAnonymousId("of-company");
    call.getCallBuilder()
        .getCompanyBuilder()
        .setGroupId("acme")
        .setOccurredAt(second(1))
        .putAttributes("plan", text("gold"));
    var companies = CompanyServiceGrpc.newBlockingStub(channel(workspace));
    Grouped grouped = companies.group(call.build()).getGrouped();
    companies.group(call.build());
    identify(workspace, user("member").putAttributes("plan", text("own")));
    String heir =
        identify(workspace, user("member").setAnonymousId("of-company")).getProfile().getId();
    companies.convertToUser(ConvertToUserRequest.newBuilder().setId("acme").build());

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(heard(grouped.getCompanyId(), CompanyChanged.class)).hasSize(2));
    CompanyChanged made = heard(grouped.getCompanyId(), CompanyChanged.class).getFirst();
    assertThat(made.getGroupId()).isEqualTo("acme");
    assertThat(made.getCreated()).isTrue();
    assertThat(made.getVersion()).isEqualTo(1);
    assertThat(made.getAttributesList())
        .containsExactly(
            AttributeChange.newBuilder()
                .setName("plan")
                .setValue(text("gold"))
                .setOccurredAt(second(1))
                .build());
    assertThat(heard(grouped.getCompanyId(), CompanyChanged.class).getLast().getRemoved()).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(heard(heir, MembershipChanged.class)).hasSize(1));
    assertThat(heard(grouped.getProfileId(), MembershipChanged.class))
        .extracting(MembershipChanged::getGroupId, MembershipChanged::getRole)
        .containsExactly(tuple("acme", "owner"));
    assertThat(heard(heir, MembershipChanged.class))
        .extracting(MembershipChanged::getMember, MembershipChanged::getRole)
        .containsExactly(tuple(true, "owner"));
  }

  @Test
  void tellsOfAMembershipThatAMergeEnds() {
    var companies = CompanyServiceGrpc.newBlockingStub(channel(workspace));
    GroupRequest.Builder call = GroupRequest.newBuilder();
    call.getCallBuilder().getCompanyBuilder().setGroupId("left").setOccurredAt(second(1));
    call.getCallBuilder().getUpdateBuilder().setUserId("leaving");
    String heir = companies.group(call.build()).getGrouped().getProfileId();
    call.getCallBuilder().getUpdateBuilder().clearUserId().setAnonymousId("leaving-browser");
    String absorbed = companies.group(call.build()).getGrouped().getProfileId();
    MembershipServiceGrpc.newBlockingStub(channel(workspace))
        .removeMembership(
            RemoveMembershipRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setProfileId(absorbed))
                .setCompany(CompanySelector.newBuilder().setGroupId("left"))
                .build());
    identify(workspace, user("leaving").setAnonymousId("leaving-browser"));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(heard(heir, MembershipChanged.class))
                .extracting(MembershipChanged::getMember)
                .containsExactly(true, false));
  }

  @Test
  void tellsOfAnErasureEveryProfileThatThePersonHad() {
    String known =
        identify(workspace, user("erased").putAttributes("plan", text("gold")))
            .getProfile()
            .getId();
    String absorbed = identify(workspace, anonymous("erased-browser")).getProfile().getId();
    identify(workspace, user("erased").setAnonymousId("erased-browser"));

    EraseProfileResponse erasure =
        ErasureServiceGrpc.newBlockingStub(channel(workspace))
            .eraseProfile(
                EraseProfileRequest.newBuilder()
                    .setSelector(ProfileSelector.newBuilder().setUserId("erased"))
                    .build());

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertThat(heard(known, ProfileErased.class)).hasSize(1);
          assertThat(heard(absorbed, ProfileErased.class)).hasSize(1);
        });
    ProfileErased told = heard(known, ProfileErased.class).getFirst();
    assertThat(told.getProfileId()).isEqualTo(known);
    assertThat(told.getErasureId()).isEqualTo(erasure.getErasureId());
    assertThat(told.getUserId()).isEqualTo("erased");
    assertThat(told.getOccurredAt()).isEqualTo(erasure.getErasedAt());
    assertThat(heard(absorbed, ProfileErased.class).getFirst().getProfileId()).isEqualTo(absorbed);
  }

  /** What was told of a profile, after a last change of its own is heard too, without that one. */
  private List<ProfileChanged> changesUpTo(String last, String id, ProfileUpdate.Builder user) {
    identify(workspace, user.clone().putAttributes(last, text(last)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> heard(id, ProfileChanged.class).stream().anyMatch(fact -> tells(fact, last)));
    return heard(id, ProfileChanged.class).stream().filter(fact -> !tells(fact, last)).toList();
  }

  private static boolean tells(ProfileChanged fact, String name) {
    return fact.getAttributesList().stream().anyMatch(change -> change.getName().equals(name));
  }

  private <T extends Message> List<T> heard(String id, Class<T> type) {
    return bean(PublishedFacts.class).about(workspace, id).stream()
        .filter(fact -> fact.is(type))
        .map((ReceivedFact fact) -> fact.unpack(type))
        .toList();
  }

  private static List<Integer> deviceCounts(List<ProfileChanged> changes) {
    return changes.stream()
        .filter(ProfileChanged::getDevicesChanged)
        .map(ProfileChanged::getDeviceCount)
        .toList();
  }
}
