package io.tidings.segment;

import static io.tidings.segment.testing.Conditions.all;
import static io.tidings.segment.testing.Conditions.any;
import static io.tidings.segment.testing.Conditions.attribute;
import static io.tidings.segment.testing.Conditions.event;
import static io.tidings.segment.testing.Conditions.none;
import static io.tidings.segment.testing.Conditions.number;
import static io.tidings.segment.testing.Conditions.text;
import static io.tidings.segment.testing.Conditions.where;
import static io.tidings.segment.testing.Conditions.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesRequest;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.DeleteSegmentRequest;
import io.tidings.proto.segment.v1.Everyone;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.ListSegmentsRequest;
import io.tidings.proto.segment.v1.ListSegmentsResponse;
import io.tidings.proto.segment.v1.PreviewSegmentRequest;
import io.tidings.proto.segment.v1.PreviewSegmentResponse;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.segment.v1.SegmentState;
import io.tidings.proto.segment.v1.StreamMembersRequest;
import io.tidings.proto.segment.v1.StreamMembersResponse;
import io.tidings.proto.segment.v1.UpdateSegmentRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.segment.computation.ComputationRepository;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.Bus;
import io.tidings.segment.testing.Bus.Heard;
import io.tidings.segment.testing.EventHistory;
import io.tidings.segment.testing.Facts;
import io.tidings.testing.ServiceTest;
import io.tidings.testing.TableDump;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class SegmentsTest extends ServiceTest {
  private static final String COMPUTED = "CHANGE_CAUSE_COMPUTATION";
  private static final String BY_FACT = "CHANGE_CAUSE_FACT";
  private static final String BY_TIME = "CHANGE_CAUSE_TIME";

  private final EventHistory history = new EventHistory();
  private final Instant start = Instant.now();
  private @Nullable Bus connected;
  private String workspace = "";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.event.grpc", history.address());
  }

  @BeforeAll
  void connect() {
    connected =
        new Bus(
            Objects.requireNonNull(application)
                .getRequiredProperty("tidings.rabbitmq.url", String.class));
  }

  @AfterAll
  void close() throws IOException {
    bus().close();
    history.close();
  }

  @BeforeEach
  void takeAWorkspace() {
    workspace = newWorkspace();
  }

  @Test
  void tellsTheSegmentsOfManyProfilesAtOnce() {
    live("heavy", attribute("usage", "greater_than", number(100)));
    live("any usage", attribute("usage", "is_set"));
    UUID light = profile(Map.of("usage", number(1)));
    UUID heavy = profile(Map.of("usage", number(200)));
    UUID none = profile(Map.of());
    awaitHeard(3);
    var request =
        BatchListSegmentsOfProfilesRequest.newBuilder()
            .addProfileIds(none.toString())
            .addProfileIds(heavy.toString())
            .addProfileIds(light.toString())
            .build();

    assertThat(api().batchListSegmentsOfProfiles(request).getProfilesList())
        .extracting(each ->
            each.getMembershipsList().stream().map(SegmentMembership::getSegmentName).toList())
        .containsExactly(List.of(), List.of("any usage", "heavy"), List.of("any usage"));
    workspace = newWorkspace();
    assertThat(api().batchListSegmentsOfProfiles(request).getProfilesList())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.getMembershipsList()).isEmpty());
  }

  @Test
  void recognisesContactDataWithoutHoldingIt() throws Exception {
    var operand = attribute("email", "equals", text("ada.secret@customer.example"));
    Segment address = live("one address", operand);
    Segment numbers =
        live(
            "numbers", attribute("number", "one_of", text("2348012345671"), text("2348012345672")));
    Segment reachable = live("reachable", attribute("email", "is_set"));
    UUID ada =
        profile(
            Map.of("email", text("ada.secret@customer.example"), "number", text("2348012345672")));
    UUID bola = profile(Map.of("email", text("bola.secret@customer.example")));
    awaitHeard(4);

    assertThat(members(address)).containsExactly(ada);
    assertThat(members(numbers)).containsExactly(ada);
    assertThat(members(reachable)).containsExactlyInAnyOrder(ada, bola);
    assertThat(members(live("another address", none(operand)))).containsExactly(bola);
    assertThat(get(address).getDefinition()).isEqualTo(operand);
    dump().assertHoldsNone("ada.secret", "bola.secret", "234801234567");

    change(ada, 2, Map.of("email", Value.getDefaultInstance()));
    await().until(() -> members(address).isEmpty());
  }

  @Test
  void saysThatItCannotLookIntoContactData() {
    assertThatThrownBy(() -> created("gmail", attribute("email", "contains", text("gmail"))))
        .hasMessageContaining("definition.attribute.operator")
        .hasMessageContaining(
            "operator 'contains' cannot look into 'email', which lies encrypted; for it there are"
                + " equals, is_not_set, is_set, not_equals, one_of");
  }

  @Test
  @DisplayName("behaviour 28: a user enters when usage passes the threshold, and exits below it")
  void followsAnAttribute() {
    Segment segment = live("heavy", attribute("usage", "greater_than", number(100)));
    UUID profile = profile(Map.of("usage", number(99)));
    change(profile, 2, Map.of("usage", number(101)));
    awaitHeard(1);
    change(profile, 3, Map.of("usage", number(102)));
    change(profile, 4, Map.of("usage", Value.getDefaultInstance()));
    awaitHeard(2);
    change(profile, 5, Map.of("usage", number(200)));
    awaitHeard(3);
    assertThat(bus().heard(workspace))
        .extracting(Heard::entered, Heard::entryNumber, Heard::cause, Heard::profileId)
        .containsExactly(
            tuple(true, 1L, BY_FACT, profile),
            tuple(false, 1L, BY_FACT, profile),
            tuple(true, 2L, BY_FACT, profile));
    assertThat(members(segment)).containsExactly(profile);
    assertThat(segmentsOf(profile))
        .singleElement()
        .satisfies(membership -> {
          assertThat(membership.getSegmentName()).isEqualTo("heavy");
          assertThat(membership.getEnteredAt().getSeconds())
              .isBetween(start.getEpochSecond(), Instant.now().getEpochSecond());
        });
  }

  @Test
  @DisplayName("behaviours 3, 74: a new segment takes all history into account")
  void computesANewSegmentOverEveryoneAndAllHistory() {
    UUID buyer = profile(Map.of("plan", text("pro")));
    UUID onlooker = profile(Map.of("plan", text("pro")));
    UUID stranger = profile(Map.of("plan", text("free")));
    Instant lastYear = start.minus(Duration.ofDays(365));
    history.record(
        List.of(
            bought(buyer, lastYear, 10),
            bought(buyer, start, 20),
            bought(onlooker, lastYear, 30),
            bought(stranger, lastYear, 40),
            bought(stranger, start, 50)));
    awaitProfiles(3);

    Segment segment =
        live(
            "buyers",
            all(attribute("plan", "equals", text("pro")), event("Bought", "at_least", 2)));

    assertThat(members(segment)).containsExactly(buyer);
    assertThat(get(segment).getMemberCount()).isEqualTo(1);
    awaitHeard(1);
    assertThat(bus().heard(workspace))
        .singleElement()
        .satisfies(heard -> {
          assertThat(heard.profileId()).isEqualTo(buyer);
          assertThat(heard.cause()).isEqualTo(COMPUTED);
        });
  }

  @Test
  @DisplayName("behaviour 27: a past event counts where its date puts it")
  void countsAPastEventWhereItsDatePutsIt() {
    Segment segment = live("recent", within(Duration.ofDays(30), event("Bought", "at_least", 1)));
    UUID recent = profile(Map.of());
    UUID longAgo = profile(Map.of());
    happen(longAgo, bought(longAgo, start.minus(Duration.ofDays(31)), 1));
    happen(recent, bought(recent, start.minus(Duration.ofDays(29)), 1));

    awaitHeard(1);
    assertThat(members(segment)).containsExactly(recent);
  }

  @Test
  void countsEventsByTheirPropertiesAndEachOnce() {
    Segment segment =
        live("big", where(event("Bought", "exactly", 1), "amount", "at_least", number(100)));
    UUID profile = profile(Map.of());
    Event event = bought(profile, start, 100);
    bus().tellTwice("event", workspace, profile, Facts.recorded(event));
    happen(profile, event);
    happen(profile, bought(profile, start, 99));
    awaitHeard(1);
    assertThat(members(segment)).containsExactly(profile);

    happen(profile, bought(profile, start, 101));
    awaitHeard(2);
    assertThat(members(segment)).isEmpty();
  }

  @Test
  @DisplayName("behaviour 60: exits by the passing of time alone")
  void exitsByTime() {
    Segment segment = live("just now", within(Duration.ofSeconds(5), event("Seen", "at_least", 2)));
    UUID profile = profile(Map.of());
    Instant first = Instant.now().minusMillis(500);
    happen(profile, seen(profile, first), seen(profile, first.plusMillis(400)));
    awaitHeard(1);
    assertThat(members(segment)).containsExactly(profile);

    awaitHeard(2);
    Heard exit = bus().heard(workspace).getLast();
    assertThat(exit.entered()).isFalse();
    assertThat(exit.cause()).isEqualTo(BY_TIME);
    assertThat(exit.occurredMillis() - first.plusSeconds(5).toEpochMilli()).isBetween(1L, 2000L);
    assertThat(members(segment)).isEmpty();
  }

  @Test
  void entersByTime() {
    UUID profile = profile(Map.of());
    awaitProfiles(1);
    history.record(List.of(seen(profile, Instant.now())));
    live("quiet", within(Duration.ofSeconds(5), event("Seen", "fewer_than", 1)));

    awaitHeard(1);
    Heard entry = bus().heard(workspace).getFirst();
    assertThat(entry.entered()).isTrue();
    assertThat(entry.cause()).isEqualTo(BY_TIME);
  }

  @Test
  void movesEventsAndAttributesWithAMerge() {
    Segment twice = live("twice", event("Bought", "at_least", 2));
    Segment once = live("once", event("Bought", "exactly", 1));
    Segment pro = live("pro", attribute("plan", "equals", text("pro")));
    UUID anonymous = profile(Map.of("plan", text("pro")));
    UUID known = profile(Map.of());
    happen(anonymous, bought(anonymous, start, 1));
    happen(known, bought(known, start, 1));
    awaitHeard(3);
    assertThat(members(once)).containsExactlyInAnyOrder(anonymous, known);

    var merged = Facts.merged(anonymous, known);
    bus().tell("user", workspace, anonymous, merged);
    bus().tell("user", workspace, known, merged);
    // Told of the absorbed one, but late: it belongs to the other now.
    happen(anonymous, bought(anonymous, start.plusMillis(1), 1));

    await().untilAsserted(() -> assertThat(members(twice)).containsExactly(known));
    await().untilAsserted(() -> assertThat(members(once)).isEmpty());
    assertThat(members(pro)).containsExactly(known);
    assertThat(everyone()).containsExactly(known);
    assertThat(segmentsOf(anonymous)).isEmpty();
    awaitHeard(8);
    await()
        .untilAsserted(() -> assertThat(count("event", "profile_id = '%s'", known)).isEqualTo(3));
  }

  @Test
  void keepsTheUserIdOfTheProfileThatStays() {
    Segment ada = live("ada", attribute("user_id", "equals", text("ada")));
    Segment old = live("old", attribute("user_id", "equals", text("zoe")));
    UUID former = UUID.randomUUID();
    UUID staying = UUID.randomUUID();
    bus().tell("user", workspace, former, Facts.known(former, 7, "zoe"));
    bus().tell("user", workspace, staying, Facts.known(staying, 1, "ada"));
    await().untilAsserted(() -> assertThat(members(old)).containsExactly(former));

    // As user-service tells of an alias: its version is beyond that of both.
    var merged = Facts.merged(former, staying);
    bus().tell("user", workspace, former, merged);
    bus().tell("user", workspace, staying, merged, Facts.known(staying, 8, "ada"));

    await().untilAsserted(() -> assertThat(members(old)).isEmpty());
    await().untilAsserted(() -> assertThat(members(ada)).containsExactly(staying));
  }

  @Test
  void forgetsAnErasedProfile() {
    Segment segment =
        live("buyers", any(event("Bought", "at_least", 1), attribute("plan", "is_set")));
    UUID profile = profile(Map.of("plan", text("pro")));
    happen(profile, bought(profile, start, 1));
    awaitHeard(1);
    await().until(() -> count("event", "profile_id = '%s'", profile) == 1);

    bus().tell("user", workspace, profile, Facts.erased(profile));
    awaitHeard(2);
    change(profile, 9, Map.of("plan", text("pro")));
    happen(profile, bought(profile, start.plusMillis(1), 1));
    UUID next = profile(Map.of("plan", text("pro")));

    await().untilAsserted(() -> assertThat(members(segment)).containsExactly(next));
    assertThat(everyone()).containsExactly(next);
    assertThat(count("event", "profile_id = '%s'", profile)).isZero();
    assertThat(count("membership", "profile_id = '%s'", profile)).isZero();
    assertThat(
            count("profile", "profile_id = '%s' AND attributes = '{}' AND stamps = '{}'", profile))
        .isEqualTo(1);
    // An erasure from before they were reported goes by the profile's id.
    assertThat(
            ErasureReportServiceGrpc.newBlockingStub(channel(workspace))
                .getErasureReport(
                    GetErasureReportRequest.newBuilder().setErasureId(profile.toString()).build())
                .getReport()
                .getRemovalsList())
        .extracting(Removal::getWhat, Removal::getCount)
        .containsExactly(tuple("projected_events", 1L), tuple("projected_profiles", 1L));
  }

  @Test
  void forgetsAnErasedMemberWhileTheSegmentIsComputed() {
    Segment segment = live("pro", attribute("plan", "equals", text("pro")));
    UUID profile = profile(Map.of("plan", text("pro")));
    awaitHeard(1);
    history.withhold("Rare");
    redefine(segment, event("Rare", "at_least", 1));

    bus().tell("user", workspace, profile, Facts.erased(profile));
    awaitHeard(2);
    assertThat(bus().heard(workspace).getLast().entered()).isFalse();
    assertThat(count("membership", "profile_id = '%s'", profile)).isZero();
    assertThat(get(segment).getState()).isEqualTo(SegmentState.SEGMENT_STATE_COMPUTING);

    history.release("Rare");
    awaitLive(segment);
    assertThat(members(segment)).isEmpty();
  }

  @Test
  void countsNobodyOfWhomUserServiceHasNotToldYet() {
    Segment segment = live("without a plan", attribute("plan", "is_not_set"));
    live("buyers", event("Bought", "at_least", 1));
    UUID profile = UUID.randomUUID();
    happen(profile, bought(profile, start, 1));
    await().until(() -> count("event", "profile_id = '%s'", profile) == 1);
    assertThat(members(segment)).isEmpty();

    change(profile, 1, Map.of("plan", text("pro")));
    awaitHeard(1);
    assertThat(members(segment)).isEmpty();
  }

  @Test
  void missesAndDoublesNothingThatArrivesWhileItIsComputed() {
    List<UUID> profiles = IntStream.range(0, 300).mapToObj(_ -> UUID.randomUUID()).toList();
    profiles.forEach(profile -> change(profile, 1, Map.of("n", number(0))));
    awaitProfiles(300);
    List<Segment> segments = new ArrayList<>();
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < profiles.size(); i++) {
        UUID profile = profiles.get(i);
        Event event = seen(profile, start.minusSeconds(round));
        history.record(List.of(event));
        happen(profile, event);
        change(profile, round + 1, Map.of("n", number((i + round) % 5)));
        if (i == 100) {
          segments.add(
              created(
                  "round " + round,
                  all(event("Seen", "at_least", round), attribute("n", "at_least", number(2)))));
        }
      }
    }
    List<UUID> expected =
        IntStream.range(0, profiles.size())
            .filter(i -> (i + 5) % 5 >= 2)
            .mapToObj(profiles::get)
            .toList();
    for (Segment segment : segments) {
      // Their number alone says nothing: each round ends with as many members as the one before.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> {
            assertThat(get(segment).getState()).isEqualTo(SegmentState.SEGMENT_STATE_LIVE);
            assertThat(members(segment)).containsExactlyInAnyOrderElementsOf(expected);
          });
      assertThat(get(segment).getMemberCount()).isEqualTo(expected.size());
      await()
          .untilAsserted(
              () -> assertThat(standing(segment)).containsExactlyInAnyOrderElementsOf(expected));
    }
  }

  @Test
  void computesMoreMembersThanFitInOneChunkEachWithItsFact() {
    int count = 6000;
    for (int i = 0; i < count; i++) {
      change(UUID.randomUUID(), 1, Map.of("plan", text("pro")));
    }
    awaitProfiles(count);
    Segment segment = live("everybody", attribute("plan", "is_set"));
    awaitHeard(count);
    assertThat(standing(segment)).hasSize(count).doesNotHaveDuplicates();
    List<UUID> members = members(segment);
    assertThat(members).hasSize(count);
    assertThat(members.stream().map(UUID::toString)).isSorted();

    List<UUID> rest =
        stream(Audience.newBuilder().setSegmentId(segment.getId()), members.get(3999));
    assertThat(rest).isEqualTo(members.subList(4000, count));
  }

  @Test
  void appliesManyChangesAPartAtATime() {
    int count = 12_345;
    sql(
        """
        INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps, erased)
        SELECT '%s', gen_random_uuid(), 1, '{"plan": "pro"}', '{"plan": "1:1"}', false
          FROM generate_series(1, %d)
        """
            .formatted(workspace, count));

    Segment segment = live("pro", attribute("plan", "equals", text("pro")));
    assertThat(get(segment).getMemberCount()).isEqualTo(count);
    awaitHeard(count);
    assertThat(bus().heard(workspace)).extracting(Heard::profileId).doesNotHaveDuplicates();
    assertThat(bus().heard(workspace))
        .extracting(Heard::entered, Heard::entryNumber, Heard::cause)
        .containsOnly(tuple(true, 1L, COMPUTED));

    api()
        .updateSegment(
            UpdateSegmentRequest.newBuilder()
                .setSegmentId(segment.getId())
                .setName("free")
                .setDefinition(attribute("plan", "equals", text("free")))
                .build());
    awaitHeard(2 * count);
    assertThat(members(segment)).isEmpty();
  }

  @Test
  void goesOnWithAComputationThatAKilledProcessLeft() {
    UUID applied = profile(Map.of("plan", text("pro")));
    UUID pending = profile(Map.of("plan", text("pro")));
    Segment segment = live("pro", attribute("plan", "equals", text("pro")));
    awaitHeard(2);
    sql(
        """
        UPDATE segment SET state = 'COMPUTING' WHERE segment_id = '%1$s';
        UPDATE catalogue SET revision = revision + 1;
        DELETE FROM membership WHERE segment_id = '%1$s' AND profile_id = '%2$s';
        INSERT INTO membership_change (workspace_id, segment_id, profile_id, member)
        VALUES ('%3$s', '%1$s', '%2$s', true), ('%3$s', '%1$s', '%4$s', true);
        INSERT INTO computation (workspace_id, segment_id, generation, staged, lease_owner, lease_until)
        VALUES ('%3$s', '%1$s', 1, true, gen_random_uuid(), now() + interval '1 second');
        """
            .formatted(segment.getId(), pending, workspace, applied));

    awaitHeard(3);
    await()
        .untilAsserted(
            () -> assertThat(get(segment).getState()).isEqualTo(SegmentState.SEGMENT_STATE_LIVE));
    assertThat(bus().heard(workspace))
        .as("what was applied and not noted is not told again")
        .extracting(Heard::profileId)
        .containsExactlyInAnyOrder(applied, pending, pending);
    assertThat(members(segment)).containsExactlyInAnyOrder(applied, pending);
    await().until(() -> count("membership_change", "segment_id = '%s'", segment.getId()) == 0);
  }

  @Test
  void clearsWhatAForgottenComputationLeftAndNoOther() {
    sql(
        """
        INSERT INTO computation (workspace_id, segment_id, generation, staged, lease_owner, lease_until)
        VALUES ('%1$s', '%2$s', 1, true, gen_random_uuid(), now() + interval '1 hour');
        INSERT INTO membership_change (workspace_id, segment_id, profile_id, member)
        SELECT '%1$s', segment_id, gen_random_uuid(), true
          FROM unnest(ARRAY['%2$s', '%3$s', '%3$s']::uuid[]) AS segment_id;
        """
            .formatted(workspace, UUID.randomUUID(), UUID.randomUUID()));

    bean(Database.class).inTransaction(bean(ComputationRepository.class)::clearForgotten);

    assertThat(count("membership_change", "true")).isEqualTo(1);
    assertThat(count("membership_change", "segment_id IN (SELECT segment_id FROM computation)"))
        .isEqualTo(1);
  }

  @Test
  void givesUpWhatCannotBeComputedAndLeavesWhoIsIn() {
    Segment segment = live("often", within(Duration.ofHours(1), event("Seen", "at_least", 1)));
    UUID profile = profile(Map.of());
    happen(profile, seen(profile, Instant.now()));
    awaitHeard(1);
    sql(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'nothing is laid down'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON membership_change
           FOR EACH ROW WHEN (NEW.segment_id = '%s') EXECUTE FUNCTION refuse();
        """
            .formatted(segment.getId()));
    Condition rarer = within(Duration.ofHours(1), event("Seen", "at_least", 2));
    redefine(segment, rarer);
    await().until(() -> count("computation", "failures = 1 AND lease_owner IS NULL") == 1);
    sql("UPDATE computation SET failures = 4 WHERE workspace_id = '%s'".formatted(workspace));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(segment).getState() == SegmentState.SEGMENT_STATE_FAILED);
    assertThat(get(segment).getFailure()).contains("5 times", "save its definition");
    assertThat(members(segment)).containsExactly(profile);
    assertThat(count("membership", "due_millis IS NOT NULL")).isEqualTo(1);

    bean(Database.class).inTransaction(bean(ComputationRepository.class)::forgetDueMomentsOfFailed);
    assertThat(count("membership", "due_millis IS NOT NULL")).isZero();

    sql("DROP TRIGGER refuse ON membership_change; DROP FUNCTION refuse()");
    redefine(segment, rarer);
    awaitLive(segment);
    assertThat(members(segment)).isEmpty();
    assertThat(count("membership", "due_millis IS NOT NULL")).isZero();
  }

  @Test
  void readsHistoryAnewWhenItsStreamBreaksOff() {
    UUID profile = profile(Map.of());
    awaitProfiles(1);
    history.record(List.of(bought(profile, start, 1), bought(profile, start.plusMillis(1), 1)));
    history.breakOff(1);
    Segment segment = live("two", event("Bought", "exactly", 2));
    assertThat(members(segment)).containsExactly(profile);
  }

  @Test
  void historyThatCannotBeHadHoldsUpNoOther() {
    history.withhold("Stuck");
    Segment stuck = created("stuck", event("Stuck", "at_least", 1));
    await().until(() -> history.asked("Stuck") > 0);

    live("buyers", event("Bought", "at_least", 1));
    assertThat(get(stuck).getState()).isEqualTo(SegmentState.SEGMENT_STATE_COMPUTING);

    history.release("Stuck");
    awaitLive(stuck);
  }

  @Test
  void computesAChangedDefinitionAnewAndTellsTheDifference() {
    UUID pro = profile(Map.of("plan", text("pro")));
    UUID free = profile(Map.of("plan", text("free")));
    awaitProfiles(2);
    Segment segment = live("plan", attribute("plan", "equals", text("pro")));
    awaitHeard(1);

    Segment updated =
        api()
            .updateSegment(
                UpdateSegmentRequest.newBuilder()
                    .setSegmentId(segment.getId())
                    .setName("other plan")
                    .setDefinition(none(attribute("plan", "equals", text("pro"))))
                    .build())
            .getSegment();
    assertThat(updated.getName()).isEqualTo("other plan");
    awaitHeard(3);
    assertThat(bus().heard(workspace).subList(1, 3))
        .extracting(Heard::profileId, Heard::entered)
        .containsExactlyInAnyOrder(tuple(pro, false), tuple(free, true));
    assertThat(members(segment)).containsExactly(free);
  }

  @Test
  @DisplayName("behaviour 30: an audience is everyone, a segment, or whoever matches a filter")
  void streamsAudiences() {
    UUID pro = profile(Map.of("plan", text("pro")));
    UUID free = profile(Map.of("plan", text("free")));
    awaitProfiles(2);
    history.record(List.of(seen(free, start)));

    assertThat(everyone()).containsExactlyInAnyOrder(pro, free);
    assertThat(
            stream(
                Audience.newBuilder().setFilter(attribute("plan", "starts_with", text("p"))), null))
        .containsExactly(pro);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsMatching(SegmentsTest::asksToAskAgain)
        .untilAsserted(() ->
            assertThat(stream(Audience.newBuilder().setFilter(event("Seen", "at_least", 1)), null))
                .containsExactly(free));
    assertThat(
            stream(
                Audience.newBuilder().setFilter(attribute("plan", "is_set")),
                UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff")))
        .isEmpty();
  }

  private static boolean asksToAskAgain(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
  }

  @Test
  void previewsWithoutKeepingAnything() {
    UUID profile = profile(Map.of("plan", text("pro")));
    profile(Map.of("plan", text("free")));
    awaitProfiles(2);
    history.record(List.of(seen(profile, start)));

    // The first question about an event waits for its history, and may be told to ask again.
    PreviewSegmentResponse preview =
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptionsMatching(SegmentsTest::asksToAskAgain)
            .until(
                () ->
                    api()
                        .previewSegment(
                            PreviewSegmentRequest.newBuilder()
                                .setDefinition(event("Seen", "at_least", 1))
                                .build()),
                Objects::nonNull);
    assertThat(preview.getMemberCount()).isEqualTo(1);
    assertThat(preview.getSampleProfileIdsList()).containsExactly(profile.toString());
    assertThat(api().listSegments(ListSegmentsRequest.getDefaultInstance()).getSegmentsList())
        .isEmpty();
  }

  @Test
  void answersARepeatedRequestTheSame() {
    CreateSegmentRequest request =
        CreateSegmentRequest.newBuilder()
            .setRequestId("r-1")
            .setName("once")
            .setDefinition(attribute("plan", "is_set"))
            .build();
    Segment first = api().createSegment(request).getSegment();
    Segment second = api().createSegment(request).getSegment();
    assertThat(second.getId()).isEqualTo(first.getId());
    assertThat(second.getDefinition()).isEqualTo(request.getDefinition());
    assertThat(api().listSegments(ListSegmentsRequest.getDefaultInstance()).getSegmentsList())
        .hasSize(1);
  }

  @Test
  void listsSegmentsByPages() {
    List<String> names = List.of("a", "b", "c");
    names.forEach(name -> created(name, attribute("plan", "is_set")));
    ListSegmentsResponse first =
        api().listSegments(ListSegmentsRequest.newBuilder().setPageSize(2).build());
    ListSegmentsResponse second =
        api()
            .listSegments(
                ListSegmentsRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(first.getNextPageToken())
                    .build());
    assertThat(first.getSegmentsList()).extracting(Segment::getName).containsExactly("a", "b");
    assertThat(second.getSegmentsList()).extracting(Segment::getName).containsExactly("c");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void deletesASegmentWithoutFacts() {
    UUID profile = profile(Map.of("plan", text("pro")));
    awaitProfiles(1);
    Segment segment = live("pro", attribute("plan", "is_set"));
    awaitHeard(1);
    api().deleteSegment(DeleteSegmentRequest.newBuilder().setSegmentId(segment.getId()).build());

    assertThatThrownBy(() -> get(segment)).hasMessageStartingWith("NOT_FOUND");
    assertThatThrownBy(() ->
            api()
                .deleteSegment(
                    DeleteSegmentRequest.newBuilder().setSegmentId(segment.getId()).build()))
        .hasMessageStartingWith("NOT_FOUND");
    assertThat(segmentsOf(profile)).isEmpty();
    Segment again = live("pro", attribute("plan", "is_set"));
    awaitHeard(2);
    assertThat(bus().heard(workspace)).allMatch(Heard::entered);
    assertThat(members(again)).containsExactly(profile);
  }

  @Test
  void keepsWorkspacesApart() {
    UUID profile = profile(Map.of("plan", text("pro")));
    awaitProfiles(1);
    Segment segment = live("pro", attribute("plan", "is_set"));
    String mine = workspace;
    workspace = newWorkspace();
    assertThatThrownBy(() -> get(segment)).hasMessageStartingWith("NOT_FOUND");
    assertThatThrownBy(() -> members(segment)).hasMessageStartingWith("NOT_FOUND");
    assertThat(everyone()).isEmpty();
    assertThat(segmentsOf(profile)).isEmpty();
    workspace = mine;
    assertThat(members(segment)).containsExactly(profile);
  }

  // What follows asks the service and its surroundings.

  private Segment created(String name, Condition definition) {
    return api()
        .createSegment(
            CreateSegmentRequest.newBuilder().setName(name).setDefinition(definition).build())
        .getSegment();
  }

  private void redefine(Segment segment, Condition definition) {
    api()
        .updateSegment(
            UpdateSegmentRequest.newBuilder()
                .setSegmentId(segment.getId())
                .setName(segment.getName())
                .setDefinition(definition)
                .build());
  }

  private Segment live(String name, Condition definition) {
    Segment segment = created(name, definition);
    awaitLive(segment);
    return get(segment);
  }

  private void awaitLive(Segment segment) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(segment).getState() == SegmentState.SEGMENT_STATE_LIVE);
  }

  private Segment get(Segment segment) {
    return api()
        .getSegment(GetSegmentRequest.newBuilder().setSegmentId(segment.getId()).build())
        .getSegment();
  }

  private List<UUID> members(Segment segment) {
    return stream(Audience.newBuilder().setSegmentId(segment.getId()), null);
  }

  private List<UUID> everyone() {
    return stream(Audience.newBuilder().setEveryone(Everyone.getDefaultInstance()), null);
  }

  private List<UUID> stream(Audience.Builder audience, @Nullable UUID after) {
    List<UUID> ids = new ArrayList<>();
    api()
        .streamMembers(
            StreamMembersRequest.newBuilder()
                .setAudience(audience)
                .setAfterProfileId(after == null ? "" : after.toString())
                .build())
        .forEachRemaining((StreamMembersResponse response) ->
            response.getProfileIdsList().forEach(id -> ids.add(UUID.fromString(id))));
    return ids;
  }

  private List<SegmentMembership> segmentsOf(UUID profile) {
    return api()
        .listSegmentsOfProfile(
            ListSegmentsOfProfileRequest.newBuilder().setProfileId(profile.toString()).build())
        .getMembershipsList();
  }

  /** Who is in by the facts that were told: each entry once, without those that an exit ended. */
  private List<UUID> standing(Segment segment) {
    List<UUID> standing = new ArrayList<>();
    for (Heard heard : bus().heard(workspace)) {
      if (heard.segmentId().equals(segment.getId())) {
        if (heard.entered()) {
          standing.add(heard.profileId());
        } else {
          standing.remove(heard.profileId());
        }
      }
    }
    return standing;
  }

  private void awaitHeard(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(bus().heard(workspace)).hasSize(count));
  }

  private void awaitProfiles(int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> count("profile", "version > 0") == count);
  }

  private UUID profile(Map<String, Value> attributes) {
    UUID profile = UUID.randomUUID();
    change(profile, 1, attributes);
    return profile;
  }

  private void change(UUID profile, long version, Map<String, Value> attributes) {
    bus()
        .tell(
            "user",
            workspace,
            profile,
            Facts.changed(profile, version, start.plusMillis(version), attributes));
  }

  private void happen(UUID profile, Event... events) {
    bus().tell("event", workspace, profile, Facts.recorded(events));
  }

  private static Event bought(UUID profile, Instant at, double amount) {
    return Facts.event(
        profile, UUID.randomUUID().toString(), "Bought", at, Map.of("amount", number(amount)));
  }

  private static Event seen(UUID profile, Instant at) {
    return Facts.event(profile, UUID.randomUUID().toString(), "Seen", at, Map.of());
  }

  private long count(String table, String condition, Object... arguments) {
    Database database = bean(Database.class);
    return database.transaction(() ->
        database.number(
            Sql.of(
                "SELECT count(*) FROM %s WHERE workspace_id = '%s' AND %s"
                    .formatted(table, workspace, condition.formatted(arguments)))));
  }

  private void sql(String statements) {
    Database database = bean(Database.class);
    database.inTransaction(() -> database.execute(Sql.of(statements)));
  }

  @SuppressWarnings("unchecked")
  private TableDump dump() throws Exception {
    return ((TransactionOperations<Connection>) bean(TransactionOperations.class))
        .executeRead(status -> TableDump.of(status.getConnection()));
  }

  private SegmentServiceBlockingStub api() {
    return SegmentServiceGrpc.newBlockingStub(channel(workspace));
  }

  private Bus bus() {
    return Objects.requireNonNull(connected);
  }
}
