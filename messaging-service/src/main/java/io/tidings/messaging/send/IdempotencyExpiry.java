package io.tidings.messaging.send;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Forgets idempotency keys after their time. */
@Singleton
final class IdempotencyExpiry {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final SendRequests requests;
  private final Clock clock;
  private @Nullable Loop loop;

  IdempotencyExpiry(SendRequests requests, Clock clock) {
    this.requests = requests;
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent started) {
    loop = Loop.start("idempotency keys", this::expire);
  }

  Duration expire() {
    requests.forgetBefore(clock.instant().minus(KEPT));
    return INTERVAL;
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }
}
