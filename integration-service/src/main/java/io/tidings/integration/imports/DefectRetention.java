package io.tidings.integration.imports;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Forgets what was wrong with files some time after they were read. */
@Singleton
class DefectRetention {
  private static final Duration KEPT = Duration.ofDays(30);

  private final DefectRepository defects;
  private final Clock clock;

  DefectRetention(DefectRepository defects, Clock clock) {
    this.defects = defects;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "15m", fixedDelay = "1h")
  void forget() {
    defects.forget(clock.instant().minus(KEPT));
  }
}
