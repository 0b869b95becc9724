package io.tidings.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.tidings.outbox.OutboxTable.Backlog;
import jakarta.inject.Singleton;

/** What the relay tells of itself. */
@Singleton
@Requires(property = "tidings.outbox.publisher")
final class OutboxMetrics {
  private final Counter relayed;
  private final Counter unsubscribed;
  private final Counter unroutable;
  private final Counter refused;
  private final Counter failures;
  private volatile Backlog backlog = Backlog.NONE;

  OutboxMetrics(MeterRegistry registry) {
    relayed =
        Counter.builder("tidings.outbox.relayed")
            .description("Entries that the broker has confirmed")
            .register(registry);
    unsubscribed =
        Counter.builder("tidings.outbox.unsubscribed")
            .description("Entries dropped because no consumer group reads this publisher")
            .register(registry);
    unroutable =
        Counter.builder("tidings.outbox.unroutable")
            .description("Deliveries held back because a queue was missing")
            .register(registry);
    refused =
        Counter.builder("tidings.outbox.refused")
            .description("Deliveries held back because the broker could not take them")
            .register(registry);
    failures =
        Counter.builder("tidings.outbox.failures")
            .description("Passes that the relay had to give up and try again")
            .register(registry);
    Gauge.builder("tidings.outbox.backlog", () -> backlog.rows())
        .description("Entries committed and not yet confirmed")
        .register(registry);
    Gauge.builder("tidings.outbox.backlog.age", () -> backlog.oldest().toMillis() / 1000.0)
        .description("Age of the oldest entry not yet confirmed")
        .baseUnit("seconds")
        .register(registry);
  }

  void relayed(int entries) {
    relayed.increment(entries);
  }

  void unsubscribed(int entries) {
    unsubscribed.increment(entries);
  }

  void unroutable() {
    unroutable.increment();
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failures.increment();
  }

  void backlog(Backlog sampled) {
    backlog = sampled;
  }
}
