package io.tidings.user.attribute;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.typing.ValueType;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Attributes whose held values wait to be converted. Runs in the transaction of the caller. */
@Singleton
class ConversionQueue {
  private final TransactionOperations<Connection> transactions;

  ConversionQueue(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * @param dueAt when every replica goes by the new type
   * @param after the last holder whose value was converted; null before the first
   */
  record Conversion(
      String workspaceId,
      AttributeSubject subject,
      String name,
      ValueType type,
      Instant dueAt,
      @Nullable UUID after) {}

  /** Takes the place of an earlier one of the same attribute. */
  int put(Conversion conversion) throws SQLException {
    try (var insert =
        prepare(
            """
            INSERT INTO attribute_conversion (workspace_id, subject, name, type, due_at, done_to)
            VALUES (?, ?, ?, ?, ?, NULL)
                ON CONFLICT (workspace_id, subject, name) DO UPDATE
               SET type = excluded.type, due_at = excluded.due_at, done_to = NULL
            """)) {
      setKey(insert, 1, conversion);
      insert.setString(4, conversion.type().name());
      insert.setObject(5, time(conversion.dueAt()));
      return insert.executeUpdate();
    }
  }

  /** One that is due and that nobody else holds; held until the transaction ends. */
  @Nullable Conversion take(Instant now) throws SQLException {
    try (var select =
        prepare(
            """
            SELECT workspace_id, subject, name, type, due_at, done_to FROM attribute_conversion
             WHERE due_at <= ?
             ORDER BY due_at LIMIT 1
               FOR UPDATE SKIP LOCKED
            """)) {
      select.setObject(1, time(now));
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Conversion(
                row.getString(1),
                AttributeSubject.valueOf(row.getString(2)),
                row.getString(3),
                ValueType.valueOf(row.getString(4)),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getObject(6, UUID.class))
            : null;
      }
    }
  }

  void proceed(Conversion conversion, UUID last) throws SQLException {
    try (var update =
        prepare(
            """
            UPDATE attribute_conversion SET done_to = ?
             WHERE workspace_id = ? AND subject = ? AND name = ?
            """)) {
      update.setObject(1, last);
      setKey(update, 2, conversion);
      update.executeUpdate();
    }
  }

  void remove(Conversion conversion) throws SQLException {
    try (var delete =
        prepare(
            """
            DELETE FROM attribute_conversion
             WHERE workspace_id = ? AND subject = ? AND name = ?
            """)) {
      setKey(delete, 1, conversion);
      delete.executeUpdate();
    }
  }

  /** Which of these wait. */
  List<String> names(String workspaceId, AttributeSubject subject, List<String> among)
      throws SQLException {
    try (var select =
        prepare(
            """
            SELECT name FROM attribute_conversion
             WHERE workspace_id = ? AND subject = ? AND name = ANY (?)
            """)) {
      select.setString(1, workspaceId);
      select.setString(2, subject.name());
      select.setArray(3, Columns.texts(select.getConnection(), among));
      List<String> names = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return transactions.getConnection().prepareStatement(sql);
  }

  private static void setKey(PreparedStatement statement, int from, Conversion conversion)
      throws SQLException {
    statement.setString(from, conversion.workspaceId());
    statement.setString(from + 1, conversion.subject().name());
    statement.setString(from + 2, conversion.name());
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
