package io.tidings.secrets;

import com.google.crypto.tink.util.Bytes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The wrapped keysets of this service, each method in the transaction of the connection. */
@Singleton
final class KeysetTable {
  /** The advisory lock of who changes keysets; any number that nothing else here locks. */
  private static final long LOCK = 0x7469646b657973L;

  /**
   * @param wrappedBy the id of the encryption key
   * @param complete whether all that is sealed is sealed with the newest key
   */
  record Row(Bytes wrapped, String wrappedBy, Instant rotatedAt, boolean complete) {
    Row wrapped(Bytes bytes, String by) {
      return new Row(bytes, by, rotatedAt, complete);
    }
  }

  /** Makes this transaction the only one that changes keysets. */
  void lock(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setLong(1, LOCK);
      statement.executeQuery().close();
    }
  }

  @Nullable Row read(Connection connection, String purpose) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT wrapped, wrapped_by, rotated_at, complete
              FROM encryption_keyset WHERE purpose = ?
            """)) {
      statement.setString(1, purpose);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? new Row(
                Bytes.copyFrom(row.getBytes(1)),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getBoolean(4))
            : null;
      }
    }
  }

  void write(Connection connection, String purpose, Row row) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO encryption_keyset (purpose, wrapped, wrapped_by, rotated_at, complete)
            VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (purpose) DO UPDATE
               SET wrapped = excluded.wrapped, wrapped_by = excluded.wrapped_by,
                   rotated_at = excluded.rotated_at, complete = excluded.complete
            """)) {
      statement.setString(1, purpose);
      statement.setBytes(2, row.wrapped().toByteArray());
      statement.setString(3, row.wrappedBy());
      statement.setObject(4, row.rotatedAt().atOffset(ZoneOffset.UTC));
      statement.setBoolean(5, row.complete());
      statement.executeUpdate();
    }
  }

  /** Notes that all is sealed with the newest key, unless another was made meanwhile. */
  void complete(Connection connection, String purpose, Instant rotatedAt) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "UPDATE encryption_keyset SET complete = true WHERE purpose = ? AND rotated_at = ?")) {
      statement.setString(1, purpose);
      statement.setObject(2, rotatedAt.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    }
  }
}
