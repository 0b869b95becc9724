package io.tidings.integration.imports;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code import_defect}. */
@Singleton
class DefectRepository {
  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;

  DefectRepository(TransactionOperations<Connection> transactions, Secrets secrets) {
    this.transactions = transactions;
    this.secrets = secrets;
  }

  /** In the caller's transaction. What is there already, from a row that is read again, stays. */
  void insert(Connection connection, Import of, List<Defect> defects) throws SQLException {
    if (defects.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO import_defect
              (workspace_id, import_id, line, number, column_name, reason, created_at)
            SELECT ?, ?, line, number, column_name, reason, ?
              FROM unnest(?, ?, ?, ?) AS news (line, number, column_name, reason)
            ON CONFLICT DO NOTHING
            """)) {
      statement.setString(1, of.workspaceId());
      statement.setObject(2, of.id());
      statement.setObject(3, of.updatedAt().atOffset(ZoneOffset.UTC));
      statement.setArray(4, Columns.numbers(connection, defects, Defect::line));
      statement.setArray(5, Columns.numbers(connection, defects, Defect::number));
      statement.setArray(
          6, Columns.texts(connection, defects, defect -> defect.rejection().column()));
      statement.setArray(7, Columns.bytes(connection, defects, defect -> sealed(of.id(), defect)));
      statement.executeUpdate();
    }
  }

  private byte[] sealed(UUID importId, Defect defect) {
    return secrets.seal(
        defect.rejection().reason().getBytes(StandardCharsets.UTF_8), sealContext(importId));
  }

  /** What the reasons of an import are sealed for. */
  static String sealContext(UUID importId) {
    return "import_defect.reason/" + importId;
  }

  /**
   * By line.
   *
   * @param after the last one of the page before
   */
  List<Defect> list(String workspaceId, UUID importId, Place after, int limit) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT line, number, column_name, reason FROM import_defect
                   WHERE workspace_id = ? AND import_id = ? AND (line, number) > (?, ?)
                   ORDER BY line, number LIMIT ?
                  """)) {
        statement.setString(1, workspaceId);
        statement.setObject(2, importId);
        statement.setLong(3, after.line());
        statement.setLong(4, after.number());
        statement.setInt(5, limit);
        List<Defect> defects = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            byte[] reason = secrets.open(row.getBytes("reason"), sealContext(importId));
            defects.add(
                new Defect(
                    row.getLong("line"),
                    row.getLong("number"),
                    new RowOutcome.Rejected(
                        row.getString("column_name"), new String(reason, StandardCharsets.UTF_8))));
          }
        }
        return defects;
      }
    });
  }

  /** Where a page ends. */
  record Place(long line, long number) {
    static final Place START = new Place(0, 0);
  }

  void forget(Instant before) {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("DELETE FROM import_defect WHERE created_at < ?")) {
        statement.setObject(1, before.atOffset(ZoneOffset.UTC));
        return statement.executeUpdate();
      }
    });
  }
}
