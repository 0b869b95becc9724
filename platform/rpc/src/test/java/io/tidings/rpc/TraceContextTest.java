package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void continuesATraceWithAStepOfItsOwn() {
    TraceContext trace = TraceContext.continuing("00-" + TRACE + "-b7ad6b7169203331-01");
    assertThat(trace.traceparent()).matches("00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-01");
    assertThat(TraceContext.continuing("00-" + TRACE + "-b7ad6b7169203331-00").sampled()).isFalse();
  }

  @Test
  void takesAVersionOfTheFutureByWhatItKnowsOfIt() {
    assertThat(TraceContext.continuing("cc-" + TRACE + "-b7ad6b7169203331-01-more").traceId())
        .isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void beginsAnewWhereTheHeaderIsBroken(String traceparent) {
    TraceContext trace = TraceContext.continuing(traceparent);
    assertThat(trace.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
  }

  @Test
  void isCurrentWithinItsWorkOnly() {
    TraceContext trace = TraceContext.begin();
    trace.run(() -> assertThat(TraceContext.current()).isEqualTo(trace));
    assertThat(TraceContext.current()).isNull();
  }
}
