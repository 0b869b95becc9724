package io.tidings.integration.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.integration.v1.ConnectDestinationRequest;
import io.tidings.proto.integration.v1.Destination;
import io.tidings.proto.integration.v1.DestinationServiceGrpc;
import io.tidings.proto.integration.v1.ListDestinationsRequest;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.segment.v1.SegmentExited;
import io.tidings.proto.user.v1.AttributeChange;
import io.tidings.proto.user.v1.ProfileChanged;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.value.v1.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ForwardingTest extends IntegrationTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Timestamp OCCURRED = Timestamp.newBuilder().setSeconds(1772366400).build();

  private final PlayedUserService users = new PlayedUserService();
  private FactBus bus;

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tidings.user.grpc", users.address(),
        "tidings.partitions", "1",
        "tidings.allow-private-targets", "true");
  }

  @BeforeAll
  void connect() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    bus = new FactBus(setting("tidings.rabbitmq.url"));
    await().until(bus::isReady);
  }

  @AfterAll
  void disconnectAll() throws Exception {
    bus.close();
    users.close();
  }

  @Test
  @DisplayName("behaviours 53, 60: events, attributes, and entry and exit are told as they happen")
  void tellsWhatHappens() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-7");
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of());
      bus.publish("user", workspace, profile, attribute("plan", "Fibre 100"));
      bus.publish("event", workspace, profile, events("Order Completed", "Page view"));
      bus.publish("segment", workspace, profile, entered(), exited());

      await().until(() -> receiver.calls.size() == 5);
      assertThat(receiver.bodies())
          .satisfiesExactly(
              body ->
                  assertThat(body)
                      .contains("\"type\":\"identify\"", "\"traits\":{\"plan\":\"Fibre 100\"}"),
              body ->
                  assertThat(body)
                      .contains(
                          "\"type\":\"track\"",
                          "\"userId\":\"user-7\"",
                          "\"event\":\"Order Completed\"",
                          "\"messageId\":\"m-0\"",
                          "\"properties\":{\"count\":1}"),
              body -> assertThat(body).contains("\"event\":\"Page view\""),
              body -> assertThat(body).contains("\"traits\":{\"high_usage\":true}"),
              body -> assertThat(body).contains("\"traits\":{\"high_usage\":false}"));
      await().until(() -> destinationOf(workspace).getPendingCount() == 0);
      assertThat(everyRow("delivery")).noneMatch(row -> row.contains("Fibre 100"));
    }
  }

  @Test
  void tellsADestinationOnlyOfEventsThatMayGoThere() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-9");
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of());
      bus.publish(
          "event",
          workspace,
          profile,
          EventsRecorded.newBuilder()
              .addEvents(event(profile, "Secret").putIntegrations("All", false))
              .addEvents(event(profile, "Not There").putIntegrations("Webhook", false))
              .addEvents(
                  event(profile, "There")
                      .putIntegrations("All", false)
                      .putIntegrations("webhook", true))
              .addEvents(event(profile, "Elsewhere Too").putIntegrations("CRM", false))
              .addEvents(event(profile, "Anywhere"))
              .build());

      await().until(() -> receiver.calls.size() == 3);
      await().until(() -> destinationOf(workspace).getPendingCount() == 0);
      assertThat(receiver.bodies())
          .satisfiesExactly(
              body -> assertThat(body).contains("\"event\":\"There\""),
              body -> assertThat(body).contains("\"event\":\"Elsewhere Too\""),
              body -> assertThat(body).contains("\"event\":\"Anywhere\""));
    }
  }

  private static Event.Builder event(UUID profile, String name) {
    return Event.newBuilder()
        .setMessageId(name)
        .setProfileId(profile.toString())
        .setName(name)
        .setOccurredAt(OCCURRED);
  }

  @Test
  void triesAgainInOrderAndRecognisably() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-8");
    try (Receiver receiver = new Receiver()) {
      receiver.answerNext(503);
      connect(workspace, receiver, Map.of());
      bus.publish("segment", workspace, profile, entered(), exited());

      await().until(() -> receiver.calls.size() == 3);
      assertThat(receiver.calls).extracting(Receiver.Call::answered).containsExactly(503, 200, 200);
      assertThat(receiver.calls.get(1).id()).isEqualTo(receiver.calls.get(0).id());
      assertThat(receiver.bodies().get(1)).contains("\"high_usage\":true");
      assertThat(receiver.bodies().get(2)).contains("\"high_usage\":false");
    }
  }

  @Test
  void goesOnWithOthersWhileOneReceiverIsAway() throws Exception {
    String workspace = workspace();
    try (Receiver receiver = new Receiver();
        Receiver broken = new Receiver()) {
      broken.close();
      connect(workspace, broken, Map.of());
      connect(workspace, receiver, Map.of());
      for (int i = 0; i < 20; i++) {
        bus.publish("event", workspace, knownAs("user-" + i), events("Order Completed"));
      }
      await().until(() -> receiver.calls.size() == 20);
      assertThat(destinationOf(workspace).getPendingCount()).isEqualTo(20);
    }
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverEnds() throws Exception {
    String workspace = workspace();
    try (Receiver receiver = new Receiver()) {
      receiver.answerNext(Receiver.ENDLESS);
      connect(workspace, receiver, Map.of());
      UUID first = knownAs("user-13");
      bus.publish("event", workspace, first, events("Order Completed"));
      await().until(() -> receiver.calls.size() == 1);
      bus.publish("event", workspace, knownAs("user-14"), events("Order Completed"));

      await().until(() -> receiver.bodies().stream().anyMatch(body -> body.contains("user-14")));
      assertThat(everyRow("delivery"))
          .filteredOn(row -> row.contains(first.toString()))
          .singleElement()
          .matches(row -> row.contains("PENDING") && row.contains("no answer"));
    }
  }

  @Test
  void leavesAReceiverAloneThatIsGone() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-9");
    try (Receiver receiver = new Receiver()) {
      receiver.answerNext(410);
      connect(workspace, receiver, Map.of());
      bus.publish("segment", workspace, profile, entered(), exited());
      await().until(() -> !destinationOf(workspace).getEnabled());
      assertThat(destinationOf(workspace).getFailedCount()).isEqualTo(1);
      assertThat(destinationOf(workspace).getPendingCount()).isEqualTo(1);
      assertThat(receiver.calls).hasSize(1);
    }
  }

  @Test
  void asksAgainForUsersWhomAnAnswerHadNoRoomFor() throws Exception {
    String workspace = workspace();
    users.room = 1;
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of());
      users.away = true;
      bus.publish("event", workspace, knownAs("user-13"), events("Order Completed"));
      bus.publish("event", workspace, knownAs("user-14"), events("Order Completed"));
      await().until(() -> destinationOf(workspace).getPendingCount() == 2);
      users.away = false;

      await().until(() -> receiver.calls.size() == 2);
      assertThat(receiver.bodies())
          .anySatisfy(body -> assertThat(body).contains("user-13"))
          .anySatisfy(body -> assertThat(body).contains("user-14"));
    } finally {
      users.away = false;
      users.room = Integer.MAX_VALUE;
    }
  }

  @Test
  void waitsForUserServiceWithoutCountingAttempts() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-10");
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of());
      users.away = true;
      bus.publish("event", workspace, profile, events("Order Completed"));
      await().until(() -> destinationOf(workspace).getPendingCount() == 1);
      users.away = false;
      await().until(() -> receiver.calls.size() == 1);
    } finally {
      users.away = false;
    }
  }

  @Test
  @DisplayName("behaviours 72, 73: calls per second are capped, and what exceeds the cap waits")
  void keepsToTheCap() throws Exception {
    String workspace = workspace();
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of("calls_per_second", "4"));
      Instant start = Clock.systemUTC().instant();
      for (int i = 0; i < 16; i++) {
        bus.publish("event", workspace, knownAs("capped-" + i), events("Order Completed"));
      }
      await().until(() -> receiver.calls.size() == 16);
      // A burst of one second's worth, then four in each second.
      assertThat(Duration.between(start, Clock.systemUTC().instant()))
          .isGreaterThan(Duration.ofMillis(2500));
    }
  }

  @Test
  void failsWhatIsToldOfSomeoneWhoIsGone() throws Exception {
    String workspace = workspace();
    try (Receiver receiver = new Receiver()) {
      connect(workspace, receiver, Map.of());
      bus.publish("event", workspace, UUID.randomUUID(), events("Order Completed"));
      await().until(() -> destinationOf(workspace).getFailedCount() == 1);
      assertThat(receiver.calls).isEmpty();
    }
  }

  @Test
  void forgetsWhoIsToBeForgotten() throws Exception {
    String workspace = workspace();
    UUID profile = knownAs("user-11");
    UUID erasure = UUID.randomUUID();
    try (Receiver receiver = new Receiver()) {
      receiver.close();
      connect(workspace, receiver, Map.of());
      bus.publish("event", workspace, profile, events("Order Completed", "Page view"));
      await().until(() -> destinationOf(workspace).getPendingCount() == 2);
      bus.publish(
          "user",
          workspace,
          profile,
          ProfileErased.newBuilder()
              .setProfileId(profile.toString())
              .setErasureId(erasure.toString())
              .setOccurredAt(OCCURRED)
              .build());
      await().until(() -> destinationOf(workspace).getPendingCount() == 0);
      assertThat(everyRow("delivery")).noneMatch(row -> row.contains(profile.toString()));
      assertThat(
              ErasureReportServiceGrpc.newBlockingStub(channel(workspace))
                  .getErasureReport(
                      GetErasureReportRequest.newBuilder().setErasureId(erasure.toString()).build())
                  .getReport()
                  .getRemovalsList())
          .containsExactly(Removal.newBuilder().setWhat("deliveries").setCount(2).build());
      // What arrives late is told nobody.
      bus.publish("event", workspace, profile, events("Late"));
      bus.publish("event", workspace, knownAs("user-12"), events("Order Completed"));
      await().until(() -> destinationOf(workspace).getPendingCount() == 1);
      assertThat(everyRow("delivery")).noneMatch(row -> row.contains(profile.toString()));
    }
  }

  private UUID knownAs(String userId) {
    UUID profile = UUID.randomUUID();
    users.userIds.put(profile.toString(), userId);
    return profile;
  }

  private void connect(String workspace, Receiver receiver, Map<String, String> more) {
    DestinationServiceGrpc.newBlockingStub(channel(workspace))
        .connectDestination(
            ConnectDestinationRequest.newBuilder()
                .setType("webhook")
                .setName("the shop's own")
                .putSettings("url", receiver.url())
                .putSettings("signing_secret", SECRET)
                .putAllSettings(more)
                .build());
  }

  private Destination destinationOf(String workspace) {
    List<Destination> destinations =
        DestinationServiceGrpc.newBlockingStub(channel(workspace))
            .listDestinations(ListDestinationsRequest.getDefaultInstance())
            .getDestinationsList();
    return destinations.getFirst();
  }

  private static ProfileChanged attribute(String name, String value) {
    return ProfileChanged.newBuilder()
        .addAttributes(
            AttributeChange.newBuilder()
                .setName(name)
                .setValue(Value.newBuilder().setText(value))
                .setOccurredAt(OCCURRED))
        .setOccurredAt(OCCURRED)
        .build();
  }

  private static EventsRecorded events(String... names) {
    EventsRecorded.Builder events = EventsRecorded.newBuilder();
    for (int i = 0; i < names.length; i++) {
      events.addEvents(
          Event.newBuilder()
              .setMessageId("m-" + i)
              .setName(names[i])
              .putProperties("count", Value.newBuilder().setNumber(1).build())
              .setOccurredAt(OCCURRED));
    }
    return events.build();
  }

  private static SegmentEntered entered() {
    return SegmentEntered.newBuilder().setSegmentName("High usage").setOccurredAt(OCCURRED).build();
  }

  private static SegmentExited exited() {
    return SegmentExited.newBuilder().setSegmentName("High usage").setOccurredAt(OCCURRED).build();
  }
}
