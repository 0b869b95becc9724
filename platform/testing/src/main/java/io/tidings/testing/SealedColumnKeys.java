package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.secrets.SealedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sealing anew goes through a table along its primary key. Along any other columns, or the same in
 * another order, all that is left of the table would be read and sorted for each batch.
 */
public final class SealedColumnKeys {
  private SealedColumnKeys() {}

  /** Fails where a sealed column of the service is not keyed by its table's primary key. */
  @SuppressWarnings("unchecked")
  public static void check(ApplicationContext application) {
    var columns = application.getBeansOfType(SealedColumn.class);
    assertThat(columns).as("sealed columns").isNotEmpty();
    ((TransactionOperations<Connection>) application.getBean(TransactionOperations.class))
        .executeRead(status -> {
          for (SealedColumn column : columns) {
            assertThat(column.key())
                .as("key of %s in %s", column.column(), column.table())
                .extracting(SealedColumn.Key::column)
                .isEqualTo(primaryKey(status.getConnection(), column.table()));
          }
          return columns.size();
        });
  }

  private static List<String> primaryKey(Connection connection, String table) throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            SELECT a.attname
              FROM pg_index i
             CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = ?::regclass AND i.indisprimary
             ORDER BY k.position
            """)) {
      select.setString(1, table);
      List<String> names = new ArrayList<>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }
}
