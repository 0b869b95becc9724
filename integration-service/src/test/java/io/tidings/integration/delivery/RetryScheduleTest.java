package io.tidings.integration.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private final RetrySchedule schedule = new RetrySchedule();

  @Test
  void waitsLongerAfterEachAttemptAndEndsAfterTheTenth() {
    assertThat(schedule.pauseAfter(1, null))
        .hasValueSatisfying(pause -> assertThat(pause).isBetween(seconds(5), seconds(6)));
    assertThat(schedule.pauseAfter(2, null))
        .hasValueSatisfying(pause -> assertThat(pause).isBetween(seconds(300), seconds(360)));
    assertThat(schedule.pauseAfter(9, null)).isPresent();
    assertThat(schedule.pauseAfter(10, null)).isEmpty();
  }

  @Test
  void waitsAsLongAsTheReceiverAsksWithinADay() {
    assertThat(schedule.pauseAfter(1, seconds(60)))
        .hasValueSatisfying(pause -> assertThat(pause).isBetween(seconds(60), seconds(72)));
    assertThat(schedule.pauseAfter(1, Duration.ofDays(900)))
        .hasValueSatisfying(
            pause -> assertThat(pause).isBetween(Duration.ofHours(24), Duration.ofHours(29)));
    assertThat(schedule.pauseAfter(2, seconds(1)))
        .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(seconds(299)));
  }

  @Test
  void allowsCallsAsTimePasses() {
    Instant start = Instant.parse("2026-03-01T12:00:00Z");
    CallAllowance spent = new CallAllowance(0, start);
    assertThat(spent.at(start, 10).calls()).isZero();
    assertThat(spent.at(start.plusMillis(500), 10).calls()).isEqualTo(5);
    assertThat(spent.at(start.plusSeconds(60), 10).calls()).isEqualTo(10);
    assertThat(spent.at(start.plusSeconds(60), 10).without(7).calls()).isEqualTo(3);
    assertThat(spent.at(start.minusSeconds(1), 10).calls()).isZero();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
