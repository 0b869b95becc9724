package io.tidings.integration.delivery;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets deliveries some time after they were finished. */
@Singleton
class DeliveryRetention {
  private static final Duration DELIVERED = Duration.ofDays(1);
  private static final Duration FAILED = Duration.ofDays(30);

  private final DeliveryRepository deliveries;
  private final Clock clock;

  DeliveryRetention(DeliveryRepository deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "10m", fixedDelay = "1h")
  void forget() {
    Instant now = clock.instant();
    deliveries.forget(now.minus(DELIVERED), now.minus(FAILED));
  }
}
