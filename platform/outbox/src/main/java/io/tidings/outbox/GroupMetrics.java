package io.tidings.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What one consumer group tells of itself. */
final class GroupMetrics {
  private final Counter facts;
  private final Counter duplicates;
  private final Counter retries;
  private final Counter deadLetters;

  GroupMetrics(MeterRegistry registry, String group) {
    facts = counter(registry, group, "facts", "Facts applied");
    duplicates = counter(registry, group, "duplicates", "Entries that had been applied before");
    retries = counter(registry, group, "retries", "Batches and entries tried again");
    deadLetters = counter(registry, group, "dead.letters", "Entries given up");
  }

  void applied(int count) {
    facts.increment(count);
  }

  void duplicates(int count) {
    duplicates.increment(count);
  }

  void retried() {
    retries.increment();
  }

  void givenUp() {
    deadLetters.increment();
  }

  private static Counter counter(
      MeterRegistry registry, String group, String name, String description) {
    return Counter.builder("tidings.consumer." + name)
        .description(description)
        .tag("group", group)
        .register(registry);
  }
}
