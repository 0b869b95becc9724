package io.tidings.messaging.delivery;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.tidings.background.Loop;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks again for the sends of receipts that a crash kept from meeting them, and gives up old ones.
 */
@Singleton
final class ReceiptSweep {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(7);

  private final ReceiptRepository receipts;
  private final NamedReceipts named;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private @Nullable Loop loop;

  ReceiptSweep(
      ReceiptRepository receipts, NamedReceipts named, DeliveryMetrics metrics, Clock clock) {
    this.receipts = receipts;
    this.named = named;
    this.metrics = metrics;
    this.clock = clock;
  }

  @EventListener
  void start(StartupEvent started) {
    loop = Loop.start("receipts", this::sweep);
  }

  Duration sweep() {
    Instant now = clock.instant();
    List<ReceiptRepository.Reference> matching = receipts.matching();
    if (!matching.isEmpty()) {
      receipts.settle(matching).forEach(metrics::changed);
    }
    named
        .matching()
        .forEach(
            (workspaceId, sends) -> named.settle(workspaceId, sends).forEach(metrics::changed));
    receipts.forgetBefore(now.minus(KEPT));
    return INTERVAL;
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }
}
