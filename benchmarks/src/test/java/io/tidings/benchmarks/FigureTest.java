package io.tidings.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void tellsEightThingsOnOneLineOfJson() throws Exception {
    String line =
        Figure.of("intake", 9_000, "events/s", "a note")
            .against(60_000)
            .costing(0.1234, 900)
            .atLeast(10_000)
            .json();

    assertThat(line).doesNotContain("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.propertyStream().map(field -> field.getKey()))
        .containsExactly(
            "name", "value", "unit", "limit", "ratio", "cpuMillisPerUnit", "rssMib", "note");
    assertThat(json.path("ratio").asDouble()).isEqualTo(0.15);
    assertThat(json.path("cpuMillisPerUnit").asDouble()).isEqualTo(0.123);
  }

  @Test
  void isMetOnlyWhereEveryDemandHolds() {
    Figure figure = Figure.of("rpc", 3_000, "records/s", "").against(20_000).costing(0.9, 800);

    assertThat(figure.atLeast(3_000).ratioAtLeast(0.15).cpuAtMost(1).met()).isTrue();
    assertThat(figure.atLeast(3_000).ratioAtLeast(0.16).met()).isFalse();
    assertThat(figure.atLeast(3_001).ratioAtLeast(0.15).met()).isFalse();
    assertThat(figure.atMost(2_999).met()).isFalse();
    assertThat(figure.ratioAtMost(0.14).met()).isFalse();
    assertThat(figure.cpuAtMost(0.8).met()).isFalse();
  }

  @Test
  void isNotMetWhereThereIsNoNumber() {
    Figure figure = Figure.failed("live", new IllegalStateException("SMS: not within PT1M"));

    assertThat(figure.met()).isFalse();
    assertThat(figure.note()).contains("SMS: not within PT1M");
  }

  @Test
  void saysInItsLineWhatWasAskedFor() {
    assertThat(Figure.of("start", 12.5, "s", "").atMost(20).line())
        .contains("start", "12.5", " met ", "at most 20");
    assertThat(Figure.of("start", 22.5, "s", "").atMost(20).line()).contains("NOT MET");
  }
}
