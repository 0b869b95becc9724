package io.tidings.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the consumer groups of this service, one thread for each of their partitions. */
@Singleton
@Requires(beans = FactConsumer.class)
final class ConsumerGroups {
  private final List<PartitionConsumer> consumers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  ConsumerGroups(
      List<FactConsumer> groups,
      OutboxSettings settings,
      Partitions partitions,
      Broker broker,
      TransactionOperations<Connection> transactions,
      Inbox inbox,
      DeadLetters deadLetters,
      MeterRegistry registry,
      @Nullable Traceparent traceparent) {
    Set<String> names = new HashSet<>();
    for (FactConsumer group : groups) {
      if (!names.add(group.group())) {
        throw new IllegalArgumentException(
            "two consumers are named '%s', but a group is one class".formatted(group.group()));
      }
      GroupMetrics metrics = new GroupMetrics(registry, group.group());
      EntryApplier applier = new EntryApplier(group, transactions, inbox, metrics, traceparent);
      for (int partition = 0; partition < partitions.count(); partition++) {
        consumers.add(
            new PartitionConsumer(
                group, partition, settings.prefetch(), broker, applier, deadLetters, metrics));
      }
    }
  }

  @EventListener
  void start(StartupEvent started) {
    for (PartitionConsumer consumer : consumers) {
      threads.add(Thread.ofPlatform().name(consumer.name()).daemon().start(consumer));
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    consumers.forEach(PartitionConsumer::stop);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(5));
    }
  }
}
