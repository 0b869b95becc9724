package io.tidings.event.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.ServiceTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events may be like, at the limits and beyond; what is beyond takes no good one with it. */
@MicronautTest(transactional = false)
class BadInputTest extends ServiceTest {
  private final String workspace = newWorkspace();
  private UUID ada = UUID.randomUUID();

  @BeforeEach
  void anotherUser() {
    ada = UUID.randomUUID();
  }

  private EventServiceBlockingStub events() {
    return EventServiceGrpc.newBlockingStub(channel(workspace));
  }

  private Event.Builder event(String name) {
    return Event.newBuilder().setProfileId(ada.toString()).setName(name);
  }

  private Event.Builder withProperty(String name, Value value) {
    return event("E").putProperties(name, value);
  }

  private Event.Builder withProperties(int count) {
    Event.Builder event = event("E");
    for (int i = 0; i < count; i++) {
      event.putProperties("p" + i, number(i));
    }
    return event;
  }

  private static Value text(int length) {
    return Value.newBuilder().setText("x".repeat(length)).build();
  }

  private static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  /** Objects and lists in turn around a number, which is the deepest level. */
  private static Value nested(int levels) {
    Value value = number(1);
    for (int i = 1; i < levels; i++) {
      Value.Builder around = Value.newBuilder();
      if (i % 2 == 0) {
        around.getListBuilder().addValues(value);
      } else {
        around.getObjectBuilder().putValues("in", value);
      }
      value = around.build();
    }
    return value;
  }

  private static Timestamp at(String instant, int nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Instant.parse(instant).getEpochSecond())
        .setNanos(nanos)
        .build();
  }

  private Stream<Event.Builder> atTheLimits() {
    Event.Builder integrations = event("E");
    for (int i = 0; i < 100; i++) {
      integrations.putIntegrations("i" + i, true);
    }
    return Stream.of(
        event("E".repeat(254)),
        event("E".repeat(255)),
        event("🎉".repeat(255)),
        event("E").setMessageId("🎉".repeat(99)),
        event("E").setMessageId("🎉".repeat(100)),
        withProperties(1_999),
        withProperties(2_000),
        withProperty("🎉".repeat(255), number(1)),
        withProperty("a.b", number(1)),
        withProperty("say \"hi\" \\ 'there'", number(1)),
        withProperty("🎉", number(Double.MAX_VALUE)),
        withProperty("\0", number(-Double.MIN_VALUE)),
        withProperty("deep", nested(15)),
        withProperty("deeper", nested(16)),
        event("E").setOccurredAt(at("0001-01-01T00:00:00Z", 0)),
        event("E").setOccurredAt(at("9999-12-31T23:59:59Z", 999_999_999)),
        integrations);
  }

  private Stream<Arguments> beyond() {
    Event.Builder integrations = event("E");
    for (int i = 0; i < 101; i++) {
      integrations.putIntegrations("i" + i, true);
    }
    return Stream.of(
        Arguments.of(event("E".repeat(256)), "name", "has 256"),
        Arguments.of(event("🎉".repeat(256)), "name", "has 256"),
        Arguments.of(event(""), "name", "has 0"),
        Arguments.of(event("a\0b"), "name", "NUL"),
        Arguments.of(event("E").setMessageId("m".repeat(101)), "message_id", "has 101"),
        Arguments.of(event("E").setProfileId("ada"), "profile_id", "'ada'"),
        Arguments.of(withProperties(2_001), "properties", "has 2,001"),
        Arguments.of(withProperties(10_001), "properties", "has 10,001"),
        Arguments.of(withProperty("p".repeat(256), number(1)), "properties", "has 256"),
        Arguments.of(withProperty("", number(1)), "properties", "has 0"),
        Arguments.of(withProperty("text", text(1_048_576)), "properties", "1,048,576 bytes"),
        Arguments.of(withProperty("deep", nested(17)), "properties.deep", "16 levels"),
        Arguments.of(withProperty("deep", nested(30)), "properties.deep", "16 levels"),
        Arguments.of(
            event("E").setOccurredAt(at("0000-12-31T23:59:59Z", 0)), "occurred_at", "1 and 9999"),
        Arguments.of(
            event("E").setOccurredAt(at("+10000-01-01T00:00:00Z", 0)), "occurred_at", "1 and 9999"),
        Arguments.of(
            event("E").setOccurredAt(Timestamp.newBuilder().setNanos(-1)),
            "occurred_at",
            "1 and 9999"),
        Arguments.of(integrations, "integrations", "100"));
  }

  @Test
  void takesWhatIsAtTheLimitsAsItCame() {
    List<Event> offered = atTheLimits().map(Event.Builder::build).toList();

    assertThat(record(offered)).allMatch(RecordOutcome::hasRecorded);
    assertThat(recorded())
        .extracting(event -> event.getName() + event.getPropertiesMap())
        .containsExactlyInAnyOrderElementsOf(
            offered.stream().map(event -> event.getName() + event.getPropertiesMap()).toList());
  }

  @ParameterizedTest
  @MethodSource("beyond")
  void refusesWhatIsBeyondByField(Event.Builder broken, String field, String reason) {
    List<RecordOutcome> outcomes = record(List.of(broken.build(), event("Good").build()));

    assertThat(outcomes.get(0).getRejected().getField()).isEqualTo(field);
    assertThat(outcomes.get(0).getRejected().getReason()).contains(reason);
    assertThat(outcomes.get(1).hasRecorded()).isTrue();
  }

  @Test
  void everyKindOfBrokenEventStandsBesideGoodOnes() {
    List<Event> batch = new ArrayList<>();
    beyond()
        .forEach(broken -> {
          batch.add(((Event.Builder) broken.get()[0]).build());
          batch.add(event("Good " + batch.size()).build());
        });

    List<RecordOutcome> outcomes = record(batch);

    for (int i = 0; i < outcomes.size(); i++) {
      assertThat(outcomes.get(i).hasRecorded()).as("event %d", i).isEqualTo(i % 2 == 1);
    }
    assertThat(recorded())
        .hasSize(batch.size() / 2)
        .allMatch(it -> it.getName().startsWith("Good"));
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "0 00000000-0000-0000-0000-000000000001 a\0b",
        "-62135596800001 00000000-0000-0000-0000-000000000001 m",
        "253402300800000 00000000-0000-0000-0000-000000000001 m",
        "9223372036854775807 00000000-0000-0000-0000-000000000001 m",
        "0 ada m",
        "0 m",
      })
  void refusesAPageTokenThatWasNotGivenOut(String position) {
    String token = Base64.getUrlEncoder().encodeToString(position.getBytes(UTF_8));

    assertThatThrownBy(
            () -> events().listEvents(ListEventsRequest.newBuilder().setPageToken(token).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("page_token");
  }

  @Test
  void takesAnEventOfAlmostOneMebibyte() {
    assertThat(record(List.of(withProperty("text", text(1_048_000)).build())))
        .allMatch(RecordOutcome::hasRecorded);
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void takes2500EventsAtOnce() {
    assertThat(record(Collections.nCopies(2_499, event("E").build()))).hasSize(2_499);
    assertThat(record(Collections.nCopies(2_500, event("E").build()))).hasSize(2_500);
    assertThatThrownBy(() -> record(Collections.nCopies(2_501, event("E").build())))
        .hasMessageContaining("INVALID_ARGUMENT");
  }

  private List<RecordOutcome> record(List<Event> batch) {
    return events()
        .recordEvents(RecordEventsRequest.newBuilder().addAllEvents(batch).build())
        .getOutcomesList();
  }

  private List<Event> recorded() {
    var request = ListEventsRequest.newBuilder().setPageSize(1_000);
    request.getFilterBuilder().setProfileId(ada.toString());
    return events().listEvents(request.build()).getEventsList();
  }
}
