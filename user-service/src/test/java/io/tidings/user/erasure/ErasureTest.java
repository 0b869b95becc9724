package io.tidings.user.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.erasure.v1.ErasureReport;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.user.v1.AliasProfileRequest;
import io.tidings.proto.user.v1.CategoryRules;
import io.tidings.proto.user.v1.ChannelRule;
import io.tidings.proto.user.v1.CompanyServiceGrpc;
import io.tidings.proto.user.v1.CompanyUpdate;
import io.tidings.proto.user.v1.CreateCategoryRequest;
import io.tidings.proto.user.v1.CreateTopicRequest;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.ErasureServiceGrpc;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.GroupBatchRequest;
import io.tidings.proto.user.v1.GroupCall;
import io.tidings.proto.user.v1.GroupRequest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.ListMergesRequest;
import io.tidings.proto.user.v1.PreferenceServiceGrpc;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.SetPreferencesRequest;
import io.tidings.proto.user.v1.SubscribeRequest;
import io.tidings.proto.user.v1.SubscriberUpdate;
import io.tidings.proto.user.v1.TopicServiceGrpc;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.ServiceTest;
import io.tidings.testing.TableDump;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.profile.ProfileRemoval;
import io.tidings.user.profile.Selector;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ErasureTest extends ServiceTest {
  private static final String SECRET = "ada.secret@example.com";

  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    // Nobody reads the facts: what waits in the outbox stays there to be looked at.
    return Map.of("tidings.rabbitmq.url", "amqp://guest:guest@127.0.0.1:1");
  }

  @Test
  @DisplayName("everything kept of a user goes, and a report says how much")
  void removesEverything() throws Exception {
    String id = everythingOf(SECRET);

    EraseProfileResponse erasure = erase(workspace, SECRET, "");

    assertThatThrownBy(() -> profile(SECRET)).satisfies(this::isNotFound);
    assertThatThrownBy(() ->
            profiles(workspace)
                .getProfile(
                    GetProfileRequest.newBuilder()
                        .setSelector(ProfileSelector.newBuilder().setProfileId(id))
                        .build()))
        .satisfies(this::isNotFound);
    ErasureReport report = report(workspace, erasure.getErasureId());
    assertThat(report.getRemovalsList())
        .contains(
            removal("company_memberships", 1),
            removal("devices", 1),
            removal("identifiers", 4),
            removal("preferences", 1),
            removal("profiles", 2),
            removal("subscriptions", 1));
    assertThat(report.getAppliedAt().getSeconds()).isPositive();
    TableDump dump = dump();
    dump.assertHoldsNone(SECRET, "second.secret", "2348012345678", "token-of-ada", "Adaeze");
    for (String table :
        List.of(
            "profile",
            "identifier",
            "merged_profile",
            "membership",
            "preference",
            "subscription")) {
      assertThat(dump.text()).doesNotContain("." + table + ": " + workspace);
    }
    assertThat(dump.text()).contains(".erased_key: " + workspace);
  }

  @Test
  @DisplayName("what happened before an erasure is not taken when it is told later")
  void nothingComesBackLater() {
    Instant before = Instant.now().minusSeconds(60);
    String first = identify("late", before).getId();
    erase(workspace, "late", "");

    List<IdentifyOutcome> outcomes =
        profiles(workspace)
            .identifyBatch(
                IdentifyBatchRequest.newBuilder()
                    .addUpdates(update("late", before))
                    .addUpdates(update("beside", before))
                    .addUpdates(update("late", before).setAnonymousId("late-browser"))
                    .build())
            .getOutcomesList();

    assertThat(outcomes)
        .extracting(outcome -> outcome.getRejected().getField())
        .containsExactly("occurred_at", "", "occurred_at");
    assertThat(outcomes.get(1).getIdentified().getUserId()).isEqualTo("beside");
    assertThatThrownBy(() -> identify("late", before)).hasMessageContaining("erased");
    assertThatThrownBy(() -> profile("late")).satisfies(this::isNotFound);
    assertThat(
            CompanyServiceGrpc.newBlockingStub(channel(workspace))
                .groupBatch(
                    GroupBatchRequest.newBuilder()
                        .addCalls(
                            GroupCall.newBuilder()
                                .setUpdate(update("late", before))
                                .setCompany(CompanyUpdate.newBuilder().setGroupId("late")))
                        .addCalls(
                            GroupCall.newBuilder()
                                .setUpdate(update("beside", before))
                                .setCompany(CompanyUpdate.newBuilder().setGroupId("late")))
                        .build())
                .getOutcomesList())
        .extracting(outcome -> outcome.getRejected().getField())
        .containsExactly("occurred_at", "");

    Profile fresh = identify("late", Instant.now().plusSeconds(1));
    assertThat(fresh.getId()).isNotEqualTo(first);
    assertThat(fresh.getAttributesMap()).containsOnlyKeys("plan");
    assertThatThrownBy(() -> identify("late", before)).hasMessageContaining("erased");
    assertThat(profile("late")).isEqualTo(fresh);
  }

  @Test
  @DisplayName("what waits for an erasure to end is not taken either, if it happened before")
  void takesNothingThatWaitedForTheErasure() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    identify("awaited", before);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Profile> late =
          transactions()
              .executeWrite(_ -> {
                bean(ProfileRemoval.class)
                    .remove(workspace, Selector.of(new Key("user_id", "awaited")), Instant.now());
                Future<Profile> waiting = threads.submit(() -> identify("awaited", before));
                await().until(this::somebodyWaitsForALock);
                return waiting;
              });

      assertThatThrownBy(late::get).hasMessageContaining("erased");
    }
    assertThatThrownBy(() -> profile("awaited")).satisfies(this::isNotFound);
  }

  private boolean somebodyWaitsForALock() {
    return transactions()
        .executeRead(status -> {
          try (var statement = status.getConnection().createStatement();
              var rows =
                  statement.executeQuery(
                      """
                      SELECT EXISTS (SELECT FROM pg_stat_activity
                                      WHERE datname = current_database()
                                        AND wait_event_type = 'Lock')
                      """)) {
            return rows.next() && rows.getBoolean(1);
          }
        });
  }

  @Test
  @DisplayName("an alias that an erasure overtook is refused")
  void takesNoAliasOfWhoWasErasedMeanwhile() {
    noteErasure("overtaken", Instant.now().plusSeconds(60));

    assertThatThrownBy(() ->
            profiles(workspace)
                .aliasProfile(
                    AliasProfileRequest.newBuilder()
                        .setUserId("overtaken")
                        .setPrevious(Identifier.newBuilder().setType("crm").setValue("7"))
                        .build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("user_id: the user was erased");
  }

  private void noteErasure(String userId, Instant erasedAt) {
    transactions()
        .executeWrite(_ -> {
          bean(IdentifierRepository.class)
              .erased(workspace, List.of(new Key("user_id", userId)), erasedAt);
          return userId;
        });
  }

  @Test
  @DisplayName("the record of merges goes with whom it was about, and with nobody else")
  void forgetsWhichProfilesBecameTheUser() throws Exception {
    String here = newWorkspace();
    identifyAll(
        here,
        user("", "ada"),
        user("", "ada-before"),
        user("", "bob"),
        user("secret-browser-1", ""),
        user("secret-browser-2", ""),
        user("beside-browser", ""),
        user("secret-browser-1", "ada"),
        user("secret-browser-2", "ada-before"),
        ProfileUpdate.newBuilder()
            .setUserId("ada")
            .addPrevious(Identifier.newBuilder().setType("user_id").setValue("ada-before")),
        user("beside-browser", "bob"));
    assertThat(mergedBy(here))
        .containsExactlyInAnyOrder(
            "secret-browser-1", "secret-browser-2", "ada-before", "beside-browser");

    erase(here, "ada", "");

    assertThat(mergedBy(here)).containsExactly("beside-browser");
    assertThat(rowsOf("profile_merge", here)).isEqualTo(1);
    assertThat(rowsOf("merged_profile", here)).isEqualTo(1);
  }

  private void identifyAll(String of, ProfileUpdate.Builder... updates) {
    for (ProfileUpdate.Builder update : updates) {
      profiles(of).identify(IdentifyRequest.newBuilder().setUpdate(update).build());
    }
  }

  private static ProfileUpdate.Builder user(String anonymousId, String userId) {
    return ProfileUpdate.newBuilder()
        .setAnonymousId(anonymousId)
        .setUserId(userId)
        .putAttributes("plan", text("gold"));
  }

  /** The identifiers by which profiles were found to be one. */
  private List<String> mergedBy(String of) {
    return profiles(of).listMerges(ListMergesRequest.getDefaultInstance()).getMergesList().stream()
        .map(merge -> merge.getBy().getValue())
        .toList();
  }

  private long rowsOf(String table, String of) throws Exception {
    return dump().text().lines().filter(row -> row.contains("." + table + ": " + of)).count();
  }

  @Test
  void aRepetitionOfTheRequestIsAnsweredTheSame() {
    identify("repeated", Instant.now());
    EraseProfileResponse first = erase(workspace, "repeated", "request-1");
    identify("repeated", Instant.now().plusSeconds(1));

    assertThat(erase(workspace, "repeated", "request-1").getErasureId())
        .isEqualTo(first.getErasureId());
    assertThat(profile("repeated").getUserId()).isEqualTo("repeated");
    assertThat(erase(workspace, "repeated", "request-2").getErasureId())
        .isNotEqualTo(first.getErasureId());
    assertThatThrownBy(() -> erase(workspace, "repeated", "request-3")).satisfies(this::isNotFound);
  }

  @Test
  void anotherWorkspaceErasesAndSeesNothing() {
    identify("safe", Instant.now());
    String other = newWorkspace();

    assertThatThrownBy(() -> erase(other, "safe", "")).satisfies(this::isNotFound);
    assertThat(profile("safe").getUserId()).isEqualTo("safe");
    String erasure = erase(workspace, "safe", "").getErasureId();
    assertThat(report(other, erasure)).isEqualTo(ErasureReport.getDefaultInstance());
    assertThat(report(workspace, UUID.randomUUID().toString()))
        .isEqualTo(ErasureReport.getDefaultInstance());
  }

  /** Of a user of whom everything is known that can be; returns the profile's id. */
  private String everythingOf(String userId) {
    profiles(workspace)
        .identify(
            IdentifyRequest.newBuilder()
                .setUpdate(
                    ProfileUpdate.newBuilder()
                        .setAnonymousId("browser-of-ada")
                        .putAttributes("first_name", text("Adaeze")))
                .build());
    ProfileUpdate.Builder update =
        update(userId, Instant.now())
            .setAnonymousId("browser-of-ada")
            .putAttributes("number", text("+2348012345678"))
            .addDevices(Device.newBuilder().setToken("token-of-ada").setPlatform("ios"));
    update.addIdentifiersBuilder().setType("email").setValue("second.secret@example.com");
    // First known by itself, so that the browser's profile is absorbed.
    identify(userId, Instant.now());
    String id =
        profiles(workspace)
            .identify(IdentifyRequest.newBuilder().setUpdate(update).build())
            .getProfile()
            .getId();
    CompanyServiceGrpc.newBlockingStub(channel(workspace))
        .group(
            GroupRequest.newBuilder()
                .setCall(
                    GroupCall.newBuilder()
                        .setProfileId(id)
                        .setCompany(CompanyUpdate.newBuilder().setGroupId("company")))
                .build());
    var preferences = PreferenceServiceGrpc.newBlockingStub(channel(workspace));
    preferences.createCategory(
        CreateCategoryRequest.newBuilder().setIdentifier("news").setName("News").build());
    preferences.setPreferences(
        SetPreferencesRequest.newBuilder()
            .setSelector(ProfileSelector.newBuilder().setProfileId(id))
            .addRules(
                CategoryRules.newBuilder()
                    .setCategory("news")
                    .addChannels(ChannelRule.newBuilder().setChannel("email")))
            .build());
    var topics = TopicServiceGrpc.newBlockingStub(channel(workspace));
    topics.createTopic(
        CreateTopicRequest.newBuilder().setIdentifier("topic").setName("Topic").build());
    topics.subscribe(
        SubscribeRequest.newBuilder()
            .setTopic("topic")
            .addSubscribers(
                SubscriberUpdate.newBuilder()
                    .setSelector(ProfileSelector.newBuilder().setProfileId(id)))
            .build());
    return id;
  }

  private ProfileServiceBlockingStub profiles(String of) {
    return ProfileServiceGrpc.newBlockingStub(channel(of));
  }

  private Profile identify(String userId, Instant at) {
    return profiles(workspace)
        .identify(IdentifyRequest.newBuilder().setUpdate(update(userId, at)).build())
        .getProfile();
  }

  private static ProfileUpdate.Builder update(String userId, Instant at) {
    return ProfileUpdate.newBuilder()
        .setUserId(userId)
        .setOccurredAt(
            Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .putAttributes("plan", text("gold"));
  }

  private static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  private Profile profile(String userId) {
    return profiles(workspace)
        .getProfile(
            GetProfileRequest.newBuilder()
                .setSelector(ProfileSelector.newBuilder().setUserId(userId))
                .build())
        .getProfile();
  }

  private EraseProfileResponse erase(String of, String userId, String requestId) {
    return ErasureServiceGrpc.newBlockingStub(channel(of))
        .eraseProfile(
            EraseProfileRequest.newBuilder()
                .setRequestId(requestId)
                .setSelector(ProfileSelector.newBuilder().setUserId(userId))
                .build());
  }

  private ErasureReport report(String of, String erasureId) {
    return ErasureReportServiceGrpc.newBlockingStub(channel(of))
        .getErasureReport(GetErasureReportRequest.newBuilder().setErasureId(erasureId).build())
        .getReport();
  }

  private static Removal removal(String what, long count) {
    return Removal.newBuilder().setWhat(what).setCount(count).build();
  }

  private void isNotFound(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  private TableDump dump() throws Exception {
    return transactions().executeRead(status -> TableDump.of(status.getConnection()));
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return bean(TransactionOperations.class);
  }
}
