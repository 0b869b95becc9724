package io.tidings.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How fast the database itself takes rows: those that the system wrote, written once more into the
 * same tables for another workspace, 500 in a statement, each transaction durable before the next.
 */
final class BareInsert {
  private static final int ROWS = 500;
  private static final int BLOCKS = 40;

  private final Connection connection;
  private int pass;

  BareInsert(Connection connection) {
    this.connection = connection;
  }

  /** So many rows of one table, in the order in which they were written. */
  private record Block(String table, String columns, List<Object[]> rows) {}

  /** Rows of one table each second. */
  double rowsPerSecond(String table, Duration time) throws SQLException {
    List<List<Block>> transactions = new ArrayList<>();
    for (Block block :
        blocks(table, "SELECT * FROM %s ORDER BY ctid LIMIT ?".formatted(table), ROWS)) {
      transactions.add(List.of(block));
    }
    return perSecond(transactions, time);
  }

  /**
   * Rows of one table each second, each with its rows of the other in the same transaction.
   *
   * @param key the other's column that names a row of the first by its {@code id}
   */
  double rowsPerSecond(String table, String other, String key, Duration time) throws SQLException {
    List<List<Block>> transactions = new ArrayList<>();
    long each = count(other) / count(table);
    List<Block> blocks =
        blocks(table, "SELECT * FROM %s ORDER BY id LIMIT ?".formatted(table), ROWS);
    List<Block> others =
        blocks(
            other,
            "SELECT * FROM %s ORDER BY %s LIMIT ?".formatted(other, key),
            (int) (ROWS * each));
    for (int i = 0; i < Math.min(blocks.size(), others.size()); i++) {
      transactions.add(List.of(blocks.get(i), others.get(i)));
    }
    return perSecond(transactions, time);
  }

  private double perSecond(List<List<Block>> transactions, Duration time) throws SQLException {
    connection.setAutoCommit(false);
    long written = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      String workspace = "bare-" + pass++;
      for (List<Block> blocks : transactions) {
        for (Block block : blocks) {
          insert(block, workspace);
        }
        connection.commit();
        written += blocks.getFirst().rows().size();
      }
    }
    return written / ((System.nanoTime() - start) / 1e9);
  }

  private void insert(Block block, String workspace) throws SQLException {
    int columns = block.rows().getFirst().length;
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    String sql =
        "INSERT INTO %s (%s) VALUES %s"
            .formatted(
                block.table(),
                block.columns(),
                String.join(", ", Collections.nCopies(block.rows().size(), row)));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (Object[] values : block.rows()) {
        for (int column = 0; column < columns; column++) {
          // The workspace leads every table.
          statement.setObject(parameter++, column == 0 ? workspace : values[column]);
        }
      }
      statement.executeUpdate();
    }
  }

  private List<Block> blocks(String table, String select, int size) throws SQLException {
    List<Block> blocks = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setInt(1, size * BLOCKS);
      try (ResultSet rows = statement.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          names.add(rows.getMetaData().getColumnName(column));
        }
        String list = names.stream().collect(Collectors.joining(", "));
        List<Object[]> block = new ArrayList<>();
        while (rows.next()) {
          Object[] values = new Object[columns];
          for (int column = 0; column < columns; column++) {
            values[column] = rows.getObject(column + 1);
          }
          block.add(values);
          if (block.size() == size) {
            blocks.add(new Block(table, list, block));
            block = new ArrayList<>();
          }
        }
      }
    }
    if (blocks.isEmpty()) {
      throw new IllegalStateException("%s has less than %d rows".formatted(table, size));
    }
    return blocks;
  }

  private long count(String table) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
