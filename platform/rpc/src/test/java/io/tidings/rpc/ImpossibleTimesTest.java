package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpossibleTimesTest {
  private static final Timestamp NO_TIME =
      Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
  private static final String WORDS =
      "9223372036854775807 seconds and 0 nanoseconds are no time between the years 1 and 9999";

  private final RequestValidation validation = new RequestValidation();

  @Test
  void namesTheFieldOfATimeThatIsNone() {
    assertThatThrownBy(() ->
            validation.check(
                RemoveDeviceRequest.newBuilder().setToken("t").setGoneAt(NO_TIME).build()))
        .hasMessage("INVALID_ARGUMENT: gone_at: " + WORDS);
  }

  @Test
  void findsThemWhereverTheyAre() {
    IdentifyRequest.Builder request = IdentifyRequest.newBuilder();
    request
        .getUpdateBuilder()
        .setOccurredAt(Timestamp.newBuilder().setNanos(-1))
        .addDevices(Device.newBuilder().setToken("a"))
        .addDevices(Device.newBuilder().setToken("b").setLastSeenAt(NO_TIME))
        .putAttributes("joined", Value.newBuilder().setDateTime(NO_TIME).build());

    assertThat(ImpossibleTimes.in(request.build()))
        .extracting(Faults.FieldViolation::field)
        .containsExactlyInAnyOrder(
            "update.occurred_at",
            "update.devices[1].last_seen_at",
            "update.attributes[0].value.date_time");
  }

  @Test
  void leavesTheFirstAndTheLastTimeAlone() {
    for (long seconds : List.of(-62_135_596_800L, 253_402_300_799L)) {
      validation.check(
          RemoveDeviceRequest.newBuilder()
              .setToken("t")
              .setGoneAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(999_999_999))
              .build());
    }
  }
}
