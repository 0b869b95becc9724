package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.messaging.v1.SendRequest;
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
    Value none = Value.newBuilder().setDateTime(NO_TIME).build();
    SendRequest.Builder request = SendRequest.newBuilder().putData("due", none);
    Value.Builder several = Value.newBuilder();
    several.getListBuilder().addValues(Value.getDefaultInstance()).addValues(none);

    assertThat(ImpossibleTimes.in(request.build()))
        .extracting(Faults.FieldViolation::field)
        .containsExactly("data[0].value.date_time");
    assertThat(ImpossibleTimes.in(SendRequest.newBuilder().putData("a", several.build()).build()))
        .extracting(Faults.FieldViolation::field)
        .containsExactly("data[0].value.list.values[1].date_time");
  }

  @Test
  void leavesToAServiceWhatItJudgesOneByOne() {
    RecordEventsRequest.Builder request = RecordEventsRequest.newBuilder();
    request.addEventsBuilder().setOccurredAt(NO_TIME);

    assertThat(ImpossibleTimes.in(request.build())).isEmpty();
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
