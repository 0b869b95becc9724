package io.tidings.event.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventsRecorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
