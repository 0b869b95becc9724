package io.tidings.background;

import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.TransactionSynchronization;

/** What is done once the transaction that is open on this thread has committed. */
public final class AfterCommit {
  private AfterCommit() {}

  /**
   * Does it then, on this thread; not at all where the transaction is rolled back.
   *
   * @throws IllegalStateException where no transaction is open
   */
  public static void run(TransactionOperations<?> transactions, Runnable action) {
    transactions
        .findTransactionStatus()
        .orElseThrow(() -> new IllegalStateException("no transaction is open"))
        .registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCommit() {
                action.run();
              }
            });
  }
}
