package io.tidings.integration.delivery;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a call that failed is tried again: as Standard Webhooks advises, ten attempts over 3 days.
 */
@Singleton
final class RetrySchedule {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** Calls that failed together do not come back together. */
  private static final double JITTER = 0.2;

  /**
   * @param attempts made so far
   * @param asked how long the receiver asked to wait; null where it did not
   * @return empty after the last attempt
   */
  Optional<Duration> pauseAfter(int attempts, @Nullable Duration asked) {
    if (attempts > PAUSES.size()) {
      return Optional.empty();
    }
    Duration pause = PAUSES.get(attempts - 1);
    if (asked != null && asked.compareTo(pause) > 0) {
      pause = asked.compareTo(PAUSES.getLast()) < 0 ? asked : PAUSES.getLast();
    }
    double factor = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return Optional.of(Duration.ofMillis((long) (pause.toMillis() * factor)));
  }
}
