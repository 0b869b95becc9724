package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.ListProfilesResponse;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.user.v1.StreamProfilesRequest;
import io.tidings.proto.user.v1.StreamProfilesResponse;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ReadingTest extends ProfileServiceTest {

  @Test
  void saysThatNobodyIsKnown() {
    String workspace = newWorkspace();
    String elsewhere = newWorkspace();
    String id = identify(elsewhere, user("u")).getProfile().getId();

    for (ProfileSelector.Builder selector :
        List.of(
            ProfileSelector.newBuilder().setUserId("u"),
            ProfileSelector.newBuilder().setProfileId(id),
            ProfileSelector.newBuilder().setProfileId(UUID.randomUUID().toString()))) {
      assertThatThrownBy(() -> profile(workspace, selector))
          .hasMessage("NOT_FOUND: no profile is known by that selector in this workspace");
    }
  }

  @Test
  void tellsWhenEachAttributeWasSetToWhoAsks() {
    String workspace = newWorkspace();
    identify(
        workspace,
        user("u")
            .setOccurredAt(second(1))
            .putAttributes("plan", text("free"))
            .putAttributes("city", text("Lagos")));
    identify(
        workspace,
        user("u")
            .setOccurredAt(second(5))
            .putAttributes("plan", text("pro"))
            .putAttributes("city", Value.getDefaultInstance()));
    GetProfileRequest.Builder request =
        GetProfileRequest.newBuilder().setSelector(ProfileSelector.newBuilder().setUserId("u"));

    assertThat(service(workspace).getProfile(request.build()).getAttributeTimesMap()).isEmpty();
    assertThat(
            service(workspace)
                .getProfile(request.setWithAttributeTimes(true).build())
                .getAttributeTimesMap())
        .containsOnly(Map.entry("plan", second(5)));
  }

  @Test
  void saysBeforehandWhatABatchWouldComeTo() {
    String workspace = newWorkspace();
    Profile known = identify(workspace, user("known").setAnonymousId("a")).getProfile();
    CheckBatchRequest.Builder request = CheckBatchRequest.newBuilder();
    request.addUpdates(user("known").putAttributes("plan", text("Plus")));
    request.addUpdates(user("new"));
    request.addUpdates(user("bad").putAttributes("number", text("08012")));
    request.addUpdatesBuilder().setAnonymousId("a");

    var outcomes = service(workspace).checkBatch(request.build()).getOutcomesList();

    assertThat(outcomes.get(0).getIdentified().getProfileId()).isEqualTo(known.getId());
    assertThat(outcomes.get(0).getIdentified().getCreated()).isFalse();
    assertThat(outcomes.get(1).getIdentified().getCreated()).isTrue();
    assertThat(outcomes.get(2).getRejected().getField()).isEqualTo("attributes.number");
    assertThat(outcomes.get(2).getRejected().getReason()).contains("08012");
    assertThat(outcomes.get(3).getIdentified().getUserId()).isEqualTo("known");
    assertThat(profile(workspace, ProfileSelector.newBuilder().setUserId("known")))
        .as("nothing is written")
        .isEqualTo(known);
    assertThatThrownBy(() -> profile(workspace, ProfileSelector.newBuilder().setUserId("new")))
        .hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void saysBeforehandWhichValuesWouldBeLeftOut() {
    String workspace = newWorkspace();
    identify(workspace, user("known").putAttributes("seats", number(3)));
    CheckBatchRequest.Builder request = CheckBatchRequest.newBuilder();
    request.addUpdates(user("a").putAttributes("seats", text("4")));
    request.addUpdates(user("b").putAttributes("seats", text("many")));
    request.addUpdates(user("c").putAttributes("floor", number(1)));
    request.addUpdates(user("d").putAttributes("floor", text("cellar")));

    var first = service(workspace).checkBatch(request.build());
    var next =
        service(workspace)
            .checkBatch(
                CheckBatchRequest.newBuilder()
                    .putAllDefined(first.getWouldDefineMap())
                    .addUpdates(user("e").putAttributes("floor", text("roof")))
                    .build());

    assertThat(first.getOutcomesList())
        .extracting(it -> it.getIdentified().getIgnoredCount())
        .containsExactly(0, 1, 0, 1);
    assertThat(first.getOutcomes(1).getIdentified().getIgnored(0).getField())
        .isEqualTo("attributes.seats");
    assertThat(first.getOutcomes(1).getIdentified().getIgnored(0).getReason()).contains("many");
    assertThat(first.getWouldDefineMap())
        .containsExactly(Map.entry("floor", ValueType.VALUE_TYPE_NUMBER));
    assertThat(next.getOutcomes(0).getIdentified().getIgnoredCount()).isEqualTo(1);
    assertThat(
            identifyAll(workspace, user("f").putAttributes("floor", text("roof")))
                .getFirst()
                .getIdentified()
                .getIgnoredCount())
        .as("nothing was defined")
        .isZero();
  }

  @Test
  void answersManySelectorsEachInItsPlace() {
    String workspace = newWorkspace();
    Profile one = identify(workspace, user("one").setAnonymousId("a")).getProfile();
    Profile two = identify(workspace, user("two")).getProfile();
    BatchGetProfilesRequest.Builder request = BatchGetProfilesRequest.newBuilder();
    request.addSelectorsBuilder().setUserId("two");
    request.addSelectorsBuilder().setUserId("nobody");
    request.addSelectorsBuilder().setProfileId(one.getId());
    request.addSelectorsBuilder().getIdentifierBuilder().setType("anonymous_id").setValue("a");
    request.addSelectorsBuilder().setUserId("two");

    var found = service(workspace).batchGetProfiles(request.build()).getFoundList();

    assertThat(found).hasSize(5);
    assertThat(found.get(1).hasProfile()).isFalse();
    assertThat(List.of(found.get(0), found.get(2), found.get(3), found.get(4)))
        .extracting(it -> it.getProfile())
        .containsExactly(two, one, one, two);
  }

  @Test
  void listsInTheOrderOfCreationPageByPage() {
    String workspace = newWorkspace();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created.add(identify(workspace, user("u" + i)).getProfile().getId());
    }
    List<String> listed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String token = "";
    do {
      ListProfilesResponse page =
          service(workspace)
              .listProfiles(
                  ListProfilesRequest.newBuilder().setPageSize(3).setPageToken(token).build());
      page.getProfilesList().forEach(profile -> listed.add(profile.getId()));
      sizes.add(page.getProfilesCount());
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(listed).isEqualTo(created);
    assertThat(sizes).containsExactly(3, 3, 1);
    assertThat(
            service(workspace)
                .listProfiles(ListProfilesRequest.getDefaultInstance())
                .getProfilesCount())
        .isEqualTo(7);
  }

  @Test
  void streamsEveryProfileOnce() {
    String workspace = newWorkspace();
    IdentifyBatchRequest.Builder batch = IdentifyBatchRequest.newBuilder();
    for (int i = 0; i < 1000; i++) {
      batch.addUpdates(user("u" + i).putAttributes("note", text("x".repeat(100))));
    }
    service(workspace).identifyBatch(batch.build());
    identify(newWorkspace(), user("elsewhere"));

    Set<String> userIds = new HashSet<>();
    List<Integer> parts = new ArrayList<>();
    var stream = service(workspace).streamProfiles(StreamProfilesRequest.getDefaultInstance());
    while (stream.hasNext()) {
      StreamProfilesResponse part = stream.next();
      part.getProfilesList().forEach(profile -> userIds.add(profile.getUserId()));
      parts.add(part.getProfilesCount());
    }

    assertThat(parts).containsExactly(500, 500);
    assertThat(userIds).hasSize(1000).contains("u0", "u999").doesNotContain("elsewhere");
  }

  @Test
  void readsManyLargeProfilesInSeveralAnswers() {
    String workspace = newWorkspace();
    Set<String> all = new HashSet<>();
    for (int batch = 0; batch < 2; batch++) {
      IdentifyBatchRequest.Builder request = IdentifyBatchRequest.newBuilder();
      for (int i = 0; i < 250; i++) {
        String userId = "large-%d-%d".formatted(batch, i);
        all.add(userId);
        request.addUpdates(
            user(userId)
                .putAttributes("one", text("x".repeat(20_000)))
                .putAttributes("two", text("x".repeat(20_000))));
      }
      service(workspace).identifyBatch(request.build());
    }

    assertThat(streamed(workspace)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(listed(workspace)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(got(workspace, List.copyOf(all))).containsExactlyInAnyOrderElementsOf(all);
  }

  private List<String> streamed(String workspace) {
    List<String> userIds = new ArrayList<>();
    readsLarge(workspace)
        .streamProfiles(StreamProfilesRequest.getDefaultInstance())
        .forEachRemaining(
            part -> part.getProfilesList().forEach(profile -> userIds.add(profile.getUserId())));
    return userIds;
  }

  private List<String> listed(String workspace) {
    List<String> userIds = new ArrayList<>();
    ListProfilesRequest.Builder next = ListProfilesRequest.newBuilder().setPageSize(1000);
    do {
      ListProfilesResponse page = readsLarge(workspace).listProfiles(next.build());
      page.getProfilesList().forEach(profile -> userIds.add(profile.getUserId()));
      next.setPageToken(page.getNextPageToken());
    } while (!next.getPageToken().isEmpty());
    return userIds;
  }

  /** Asks for what was left out until nothing is. */
  private List<String> got(String workspace, List<String> userIds) {
    List<String> got = new ArrayList<>();
    List<String> open = userIds;
    while (!open.isEmpty()) {
      BatchGetProfilesRequest.Builder request = BatchGetProfilesRequest.newBuilder();
      open.forEach(userId -> request.addSelectorsBuilder().setUserId(userId));
      List<String> leftOut = new ArrayList<>();
      List<FoundProfile> found =
          readsLarge(workspace).batchGetProfiles(request.build()).getFoundList();
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).hasProfile()).isNotEqualTo(found.get(i).getLeftOut());
        (found.get(i).hasProfile() ? got : leftOut).add(open.get(i));
      }
      assertThat(leftOut).hasSizeLessThan(open.size());
      open = leftOut;
    }
    return got;
  }

  /** As services read. */
  private ProfileServiceBlockingStub readsLarge(String workspace) {
    return service(workspace).withMaxInboundMessageSize(16 * 1024 * 1024);
  }

  @Test
  void streamsNothingOfAnEmptyWorkspace() {
    assertThat(
            service(newWorkspace())
                .streamProfiles(StreamProfilesRequest.getDefaultInstance())
                .hasNext())
        .isFalse();
  }

  @Test
  @DisplayName("Behaviour 16: a device that its push service no longer knows is taken away")
  void removesADeviceThatIsGone() {
    String workspace = newWorkspace();
    identify(
        workspace,
        user("u")
            .setOccurredAt(second(10))
            .addDevices(device("gone", "ios"))
            .addDevices(device("stays", "ios")));

    assertThat(removeDevice(workspace, "gone", 5)).as("was seen since").isFalse();
    assertThat(removeDevice(newWorkspace(), "gone", 20)).as("elsewhere").isFalse();
    assertThat(removeDevice(workspace, "gone", 20)).isTrue();
    assertThat(removeDevice(workspace, "gone", 20)).as("already").isFalse();
    assertThat(tokens(profileOfUser(workspace, "u"))).containsExactly("stays");
    assertThat(
            tokens(
                identify(workspace, user("other").addDevices(device("gone", "ios"))).getProfile()))
        .containsExactly("gone");
  }

  private boolean removeDevice(String workspace, String token, int goneAtSecond) {
    return service(workspace)
        .removeDevice(
            RemoveDeviceRequest.newBuilder()
                .setToken(token)
                .setGoneAt(second(goneAtSecond))
                .build())
        .getRemoved();
  }
}
