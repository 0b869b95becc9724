package io.tidings.messaging.database;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** A clock as precise as PostgreSQL's times: what is answered at first is what is read later. */
@Factory
final class DatabaseClock {
  @Singleton
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }
}
