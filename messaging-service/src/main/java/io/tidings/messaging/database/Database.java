package io.tidings.messaging.database;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.AfterCommit;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/** This service's database. Work inside work joins the transaction that is open. */
@Singleton
public final class Database {
  private final TransactionOperations<Connection> transactions;

  Database(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** What is done in one transaction, with nothing to say about it. */
  @FunctionalInterface
  public interface Change {
    void with(Connection connection) throws SQLException;
  }

  /**
   * @throws DataAccessException where the database does not do it
   */
  public <T> T inTransaction(Work<T> work) {
    return transactions.executeWrite(status -> {
      try {
        return work.with(status.getConnection());
      } catch (SQLException e) {
        throw new DataAccessException("the database refused: " + e.getMessage(), e);
      }
    });
  }

  public void change(Change change) {
    inTransaction(connection -> {
      change.with(connection);
      return true;
    });
  }

  /** Runs once the transaction that is open on this thread has committed; not at all otherwise. */
  public void afterCommit(Runnable action) {
    AfterCommit.run(transactions, action);
  }
}
