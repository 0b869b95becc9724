package io.tidings.background;

import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionDefinition.Propagation;

/** How work is run that is one statement. */
public final class OneStatement {
  /**
   * In the transaction that is open, or in none, for what only reads: to end one of its own would
   * cost as much as the statement, an exchange with the database. Work that begins a transaction
   * has no place in it: it would take this for one.
   */
  public static final TransactionDefinition READING =
      TransactionDefinition.of(Propagation.SUPPORTS);

  private OneStatement() {}
}
