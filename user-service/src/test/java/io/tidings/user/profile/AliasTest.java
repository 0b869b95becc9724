package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.AliasProfileRequest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ListMergesRequest;
import io.tidings.proto.user.v1.ListMergesResponse;
import io.tidings.proto.user.v1.Merge;
import io.tidings.proto.user.v1.MergeCause;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How two user ids come together: by somebody's explicit word and in no other way. */
@MicronautTest(transactional = false)
class AliasTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Test
  void bothIdsLeadToOneProfile() {
    identify(
        workspace,
        user("old1")
            .setOccurredAt(second(20))
            .setAnonymousId("browser1")
            .putAttributes("plan", text("gold"))
            .addDevices(device("phone1", "ios"))
            .setPageViews(2)
            .setMessageId("old1-1"));
    identify(
        workspace,
        user("new1")
            .setOccurredAt(second(10))
            .putAttributes("plan", text("silver"))
            .putAttributes("city", text("Lagos"))
            .setPageViews(3)
            .setMessageId("new1-1"));

    Profile joined = alias("user_id", "old1", "new1");

    assertThat(joined.getUserId()).isEqualTo("new1");
    assertThat(joined.getAttributesMap())
        .isEqualTo(Map.of("plan", text("gold"), "city", text("Lagos"), "page_views", number(5)));
    assertThat(tokens(joined)).containsExactly("phone1");
    assertThat(joined.getIdentifiersList())
        .containsExactly(identifier("user_id", "old1"), identifier("anonymous_id", "browser1"));
    assertThat(profileOfUser(workspace, "old1")).isEqualTo(joined);
    assertThat(profileKnownBy(workspace, "anonymous_id", "browser1")).isEqualTo(joined);
  }

  @Test
  void whatComesByTheOtherIdGoesToTheUser() {
    identify(workspace, user("old2"));
    identify(workspace, user("new2"));
    alias("user_id", "old2", "new2");
    List<IdentifyOutcome> outcomes =
        identifyAll(
            workspace,
            user("old2").putAttributes("plan", text("gold")),
            user("old2").setAnonymousId("browser2"),
            user("old2"));

    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.getIdentified().getUserId()).isEqualTo("new2"));
    assertThat(texts(profileOfUser(workspace, "new2"))).isEqualTo(Map.of("plan", "gold"));
    assertThat(profileKnownBy(workspace, "anonymous_id", "browser2").getUserId()).isEqualTo("new2");
  }

  @Test
  void anIdThatNobodyHasYetWillLeadToTheUser() {
    Profile user = alias("user_id", "later3@example.com", "new3");
    identify(workspace, user("later3@example.com").putAttributes("plan", text("gold")));

    assertThat(texts(profileOfUser(workspace, "new3")))
        .containsEntry("plan", "gold")
        .containsEntry("email", "later3@example.com");
    assertThat(profileOfUser(workspace, "later3@example.com").getId()).isEqualTo(user.getId());
  }

  @Test
  void joinsAnAnonymousIdThatIsAnotherUsers() {
    identify(workspace, user("old4").setAnonymousId("browser4"));
    identify(workspace, user("new4"));

    assertThat(alias("anonymous_id", "browser4", "new4").getUserId()).isEqualTo("new4");
    assertThat(profileOfUser(workspace, "old4").getUserId()).isEqualTo("new4");
  }

  @Test
  void idsLeadOnThroughEveryJoin() {
    Profile first = identify(workspace, user("a5")).getProfile();
    identifyAll(workspace, user("b5"), user("c5"));
    alias("user_id", "a5", "b5");
    Profile last = alias("user_id", "b5", "c5");

    assertThat(profileOfUser(workspace, "a5")).isEqualTo(last);
    assertThat(profile(workspace, ProfileSelector.newBuilder().setProfileId(first.getId())))
        .as("the id of the profile that was merged first")
        .isEqualTo(last);
  }

  @Test
  void joinsInTheOrderOfABatch() {
    List<IdentifyOutcome> outcomes =
        identifyAll(
            workspace,
            user("a6").putAttributes("plan", text("gold")),
            user("b6").addPrevious(identifier("user_id", "a6")),
            user("c6").addPrevious(identifier("user_id", "b6")).setAnonymousId("browser6"),
            user("a6").putAttributes("city", text("Kano")));

    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.getIdentified().getUserId()).isEqualTo("c6"));
    assertThat(texts(profileOfUser(workspace, "b6")))
        .isEqualTo(Map.of("plan", "gold", "city", "Kano"));
  }

  @Test
  void repeatingAnAliasChangesNothing() {
    identifyAll(workspace, user("old7"), user("new7"));
    Profile once = alias("user_id", "old7", "new7");

    assertThat(alias("user_id", "old7", "new7")).isEqualTo(once);
    assertThat(alias("user_id", "new7", "new7")).isEqualTo(once);
    assertThat(alias("user_id", "new7", "old7")).as("the other way round").isEqualTo(once);
  }

  @Test
  void anAliasMayBringMoreThanFiveBrowsers() {
    for (int i = 1; i <= 5; i++) {
      identifyAll(
          workspace,
          user("old8").setAnonymousId("old8-" + i),
          user("new8").setAnonymousId("new8-" + i));
    }

    assertThat(alias("user_id", "old8", "new8").getIdentifiersCount()).isEqualTo(11);
    identify(workspace, user("new8").setAnonymousId("one more"));
    assertThat(profileOfUser(workspace, "new8").getIdentifiersCount()).isEqualTo(11);
  }

  @Test
  void refusesWhatIdentifiesNobody() {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> alias("anonymous_id", "null", "new9"));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).contains("previous 'null' identifies nobody");

    assertThat(
            identifyAll(workspace, anonymous("a9").addPrevious(identifier("user_id", "old9")))
                .getFirst()
                .getRejected()
                .getField())
        .isEqualTo("user_id");
  }

  @Test
  @DisplayName("Merges are on record: when, which, into which, why")
  void mergesAreReadable() {
    String merging = newWorkspace();
    Profile anonymous = identify(merging, anonymous("browser")).getProfile();
    Profile known = identify(merging, user("old")).getProfile();
    identify(merging, user("old").setAnonymousId("browser"));
    Profile other = identify(merging, user("new")).getProfile();
    service(merging)
        .aliasProfile(
            AliasProfileRequest.newBuilder()
                .setPrevious(identifier("user_id", "old"))
                .setUserId("new")
                .build());
    identify(merging, anonymous("stranger"));
    identify(merging, user("somebody"));
    identify(merging, user("somebody").setAnonymousId("stranger"));

    List<Merge> all = merges(merging, ListMergesRequest.newBuilder()).getMergesList();
    assertThat(all).hasSize(3);
    Merge byAlias = all.get(1);
    assertThat(byAlias.getAbsorbedProfileId()).isEqualTo(known.getId());
    assertThat(byAlias.getProfileId()).isEqualTo(other.getId());
    assertThat(byAlias.getCause()).isEqualTo(MergeCause.MERGE_CAUSE_ALIAS);
    assertThat(byAlias.getBy()).isEqualTo(identifier("user_id", "old"));
    assertThat(byAlias.hasMergedAt()).isTrue();
    Merge byBrowser = all.get(2);
    assertThat(byBrowser.getAbsorbedProfileId()).isEqualTo(anonymous.getId());
    assertThat(byBrowser.getProfileId()).isEqualTo(known.getId());
    assertThat(byBrowser.getCause()).isEqualTo(MergeCause.MERGE_CAUSE_ANONYMOUS_ID);
    assertThat(byBrowser.getBy()).isEqualTo(identifier("anonymous_id", "browser"));

    ListMergesResponse first =
        merges(
            merging,
            ListMergesRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setUserId("new"))
                .setPageSize(1));
    ListMergesResponse second =
        merges(
            merging,
            ListMergesRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setUserId("new"))
                .setPageSize(1)
                .setPageToken(first.getNextPageToken()));
    assertThat(first.getMergesList()).containsExactly(byAlias);
    assertThat(second.getMergesList()).containsExactly(byBrowser);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(merges(newWorkspace(), ListMergesRequest.newBuilder()).getMergesList())
        .as("another workspace's")
        .isEmpty();
  }

  private Profile alias(String type, String previous, String userId) {
    return service(workspace)
        .aliasProfile(
            AliasProfileRequest.newBuilder()
                .setPrevious(identifier(type, previous))
                .setUserId(userId)
                .build())
        .getProfile();
  }

  private ListMergesResponse merges(String workspaceId, ListMergesRequest.Builder request) {
    return service(workspaceId).listMerges(request.build());
  }

  private static Identifier identifier(String type, String value) {
    return Identifier.newBuilder().setType(type).setValue(value).build();
  }
}
