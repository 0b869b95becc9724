package io.tidings.user;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parameters of statements over many rows: each is one column of all of them. */
public final class Columns {
  private Columns() {}

  /**
   * @param type of the column, as PostgreSQL calls it
   */
  public static <R> void setArray(
      PreparedStatement statement,
      int index,
      String type,
      Collection<R> rows,
      Function<R, ? extends @Nullable Object> column)
      throws SQLException {
    statement.setArray(
        index, statement.getConnection().createArrayOf(type, rows.stream().map(column).toArray()));
  }

  public static <R> void setBytes(
      PreparedStatement statement,
      int index,
      Collection<R> rows,
      Function<R, byte @Nullable []> column)
      throws SQLException {
    statement.setArray(
        index,
        statement
            .getConnection()
            .createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new)));
  }
}
