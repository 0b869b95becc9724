package io.tidings.outbox;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets applied entries once nobody will deliver them again. */
@Singleton
@Requires(beans = FactConsumer.class)
class InboxPurge {
  private static final Duration KEPT = Duration.ofDays(7);

  private final TransactionOperations<Connection> transactions;
  private final Inbox inbox;
  private final Clock clock;

  InboxPurge(TransactionOperations<Connection> transactions, Inbox inbox, Clock clock) {
    this.transactions = transactions;
    this.inbox = inbox;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "5m", fixedDelay = "1h")
  void purge() {
    Instant before = clock.instant().minus(KEPT);
    boolean more = true;
    while (more) {
      more = transactions.executeWrite(status -> inbox.purge(status.getConnection(), before));
    }
  }
}
