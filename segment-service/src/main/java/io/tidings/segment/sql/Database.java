package io.tidings.segment.sql;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.AfterCommit;
import io.tidings.background.OneStatement;
import io.tidings.columns.Columns;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service's database: transactions, and statements in the transaction of this thread. */
@Singleton
public final class Database {
  private final TransactionOperations<Connection> transactions;

  Database(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** Does the work in one transaction, joining the one that is open on this thread. */
  public <T extends @Nullable Object> T transaction(Supplier<T> work) {
    return transactions.executeWrite(_ -> work.get());
  }

  /**
   * Does the work, which is one statement that only reads, in a transaction only if one is open.
   */
  public <T extends @Nullable Object> T reading(Supplier<T> work) {
    return transactions.execute(OneStatement.READING, _ -> work.get());
  }

  /**
   * As {@link #transaction}, for statements over a whole workspace: none joins two sets by looking
   * through one for each row of the other. The planner would, as long as it believes them to be
   * small, and of a workspace or an event that is newer than its statistics it believes just that.
   */
  public <T extends @Nullable Object> T sweep(Supplier<T> work) {
    return transaction(() -> {
      execute(Sql.of("SET LOCAL enable_nestloop = off"));
      return work.get();
    });
  }

  /**
   * As {@link #transaction}, for the next few rows of many in the order of a key: they are read
   * along it. Where the planner believes that there are few it would read all that are left and
   * sort them, each time.
   */
  public <T extends @Nullable Object> T page(Supplier<T> work) {
    return transaction(() -> {
      execute(Sql.of("SET LOCAL enable_sort = off"));
      return work.get();
    });
  }

  public void inTransaction(Runnable work) {
    transactions.executeWrite(_ -> {
      work.run();
      return true;
    });
  }

  /** Runs once the transaction that is open on this thread has committed; not at all otherwise. */
  public void afterCommit(Runnable action) {
    AfterCommit.run(transactions, action);
  }

  /** How many rows it wrote. */
  public int update(Sql sql) {
    return run(sql, PreparedStatement::executeUpdate);
  }

  /** Runs it for its effect, whatever it answers. */
  public void execute(Sql sql) {
    run(sql, PreparedStatement::execute);
  }

  public <T> List<T> list(Sql sql, RowReader<T> reader) {
    return run(sql, statement -> read(statement.executeQuery(), reader));
  }

  /**
   * The rows of a query that comes after another statement, both in one exchange with the database.
   * Each sees what was committed when its turn came.
   */
  public <T> List<T> listAfter(Sql before, Sql query, RowReader<T> reader) {
    return run(
        before.plus("; ").plus(query),
        statement -> {
          statement.execute();
          statement.getMoreResults();
          return read(statement.getResultSet(), reader);
        });
  }

  private static <T> List<T> read(ResultSet answer, RowReader<T> reader) throws SQLException {
    try (ResultSet rows = answer) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    }
  }

  public <T> Optional<T> first(Sql sql, RowReader<T> reader) {
    return list(sql, reader).stream().findFirst();
  }

  /** The number that a statement of one row and one column answers. */
  public long number(Sql sql) {
    return list(sql, row -> row.getLong(1)).getFirst();
  }

  private <T> T run(Sql sql, Work<T> work) {
    Connection connection = transactions.getConnection();
    try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
      int position = 1;
      for (Object argument : sql.arguments()) {
        bind(connection, statement, position++, argument);
      }
      return work.with(statement);
    } catch (SQLException e) {
      throw new DataAccessException("the database refused a statement", e);
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, int position, @Nullable Object argument)
      throws SQLException {
    switch (argument) {
      case String[] texts -> statement.setArray(position, Columns.texts(connection, texts));
      case UUID[] ids -> statement.setArray(position, Columns.uuids(connection, ids));
      case Long[] numbers -> statement.setArray(position, Columns.numbers(connection, numbers));
      case Integer[] numbers -> statement.setArray(position, Columns.integers(connection, numbers));
      case Boolean[] flags -> statement.setArray(position, Columns.flags(connection, flags));
      case Instant instant -> statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
      case byte[] bytes -> statement.setBytes(position, bytes);
      case null -> statement.setObject(position, null);
      default -> statement.setObject(position, argument);
    }
  }

  /** Reads one row, from its columns. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }
}
