package io.tidings.event.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryEventsTest {
  private final Event.Builder offered =
      Event.newBuilder()
          .setProfileId(UUID.randomUUID().toString())
          .setMessageId("m-1")
          .setName("Order Completed");

  @Test
  void aFactSaysWhichDestinationsMayBeTold() {
    var event = OfferedEvents.read(offered.putIntegrations("All", false).build(), Instant.EPOCH);
    var moved = event.of(UUID.randomUUID());
    for (var fact : HistoryEvents.recorded("w", List.of(event, moved))) {
      assertThat(((EventsRecorded) fact.payload()).getEvents(0).getIntegrationsMap())
          .isEqualTo(Map.of("All", false));
    }
  }

  @Test
  void manyEventsOfOneProfileAreFactsThatTheBrokerTakes() {
    offered.putProperties("text", Value.newBuilder().setText("x".repeat(6_600)).build());
    List<RecordedEvent> events =
        IntStream.range(0, 2_500)
            .mapToObj(
                i -> OfferedEvents.read(offered.setMessageId("m-" + i).build(), Instant.EPOCH))
            .toList();

    List<EventsRecorded> facts =
        HistoryEvents.recorded("w", events).stream()
            .map(fact -> (EventsRecorded) fact.payload())
            .toList();

    assertThat(facts).allMatch(fact -> fact.getSerializedSize() < 1024 * 1024);
    assertThat(facts.stream().flatMap(fact -> fact.getEventsList().stream()))
        .extracting(Event::getMessageId)
        .containsExactlyElementsOf(events.stream().map(RecordedEvent::messageId).toList());
  }

  @Test
  void takesAHundredIntegrations() {
    for (var i = 0; i < 100; i++) {
      offered.putIntegrations("i-" + i, true);
    }
    assertThat(OfferedEvents.fault(offered.build())).isNull();
    assertThat(OfferedEvents.fault(offered.putIntegrations("one more", true).build()))
        .isNotNull()
        .satisfies(fault -> assertThat(fault.getField()).isEqualTo("integrations"));
    offered.clearIntegrations().putIntegrations("x".repeat(256), true);
    assertThat(OfferedEvents.fault(offered.build())).isNotNull();
  }
}
