package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that a database holds, as whoever gets hold of a copy would see it: every column of
 * every table as text, and as the bytes behind it.
 */
public record TableDump(String text) {

  public static TableDump of(Connection connection) throws SQLException {
    StringBuilder dump = new StringBuilder();
    for (String table : tables(connection)) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT * FROM " + table)) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            String value = rows.getString(i);
            dump.append(table).append(": ").append(value).append('\n');
            if (value != null && value.startsWith("\\x")) {
              dump.append(bytes(value)).append('\n');
            }
          }
        }
      }
    }
    return new TableDump(dump.toString());
  }

  /** Fails where one of the texts is in the database, as it is or in hexadecimal. */
  public void assertHoldsNone(String... secrets) {
    for (String secret : secrets) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      assertThat(text.contains(secret) || text.contains(HexFormat.of().formatHex(bytes)))
          .as("the database holds %s in clear", secret)
          .isFalse();
    }
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex.substring(2)), StandardCharsets.ISO_8859_1);
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                 WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
                """)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
