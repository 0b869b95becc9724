package io.tidings.integration.reject;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Forgets rejects some time after they came. */
@Singleton
class RejectRetention {
  private final RejectRepository rejects;
  private final RejectSettings settings;
  private final Clock clock;

  RejectRetention(RejectRepository rejects, RejectSettings settings, Clock clock) {
    this.rejects = rejects;
    this.settings = settings;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "11m", fixedDelay = "1h")
  void forget() {
    rejects.forget(clock.instant().minus(settings.retention()));
  }
}
