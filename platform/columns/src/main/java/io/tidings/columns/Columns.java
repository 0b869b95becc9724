package io.tidings.columns;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * One value of each row, as the array that a statement unnests: many rows, one statement.
 *
 * <p>All but instants go to PostgreSQL in its binary form. The driver writes an {@code Object[]} as
 * one text, which PostgreSQL reads letter by letter, and knows no other form for UUIDs. What is
 * {@code jsonb} goes as texts, for {@code ?::jsonb[]}.
 */
public final class Columns {
  private static final int ONE_DIMENSION = 1;
  private static final int FIRST_INDEX = 1;
  private static final int NULL_LENGTH = -1;
  private static final int UUID_LENGTH = 2 * Long.BYTES;

  private Columns() {}

  public static <R> Array uuids(
      Connection connection, Collection<R> rows, Function<R, @Nullable UUID> column)
      throws SQLException {
    return uuids(connection, rows.stream().map(column).toArray(UUID[]::new));
  }

  public static Array uuids(Connection connection, Collection<? extends @Nullable UUID> ids)
      throws SQLException {
    return uuids(connection, ids.toArray(UUID[]::new));
  }

  public static Array uuids(Connection connection, @Nullable UUID[] ids) throws SQLException {
    return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, binary(ids));
  }

  public static <R> Array texts(
      Connection connection, Collection<R> rows, Function<R, @Nullable String> column)
      throws SQLException {
    return texts(connection, rows.stream().map(column).toArray(String[]::new));
  }

  public static Array texts(Connection connection, Collection<? extends @Nullable String> texts)
      throws SQLException {
    return texts(connection, texts.toArray(String[]::new));
  }

  public static Array texts(Connection connection, @Nullable String[] texts) throws SQLException {
    return connection.createArrayOf("text", texts);
  }

  public static <R> Array bytes(
      Connection connection, Collection<R> rows, Function<R, byte @Nullable []> column)
      throws SQLException {
    return bytes(connection, rows.stream().map(column).toArray(byte[][]::new));
  }

  public static Array bytes(Connection connection, byte @Nullable [][] values) throws SQLException {
    return connection.createArrayOf("bytea", values);
  }

  /** For {@code bigint}. */
  public static <R> Array numbers(
      Connection connection, Collection<R> rows, Function<R, @Nullable Long> column)
      throws SQLException {
    return numbers(connection, rows.stream().map(column).toArray(Long[]::new));
  }

  /** For {@code bigint}. */
  public static Array numbers(Connection connection, Collection<? extends @Nullable Long> numbers)
      throws SQLException {
    return numbers(connection, numbers.toArray(Long[]::new));
  }

  /** For {@code bigint}. */
  public static Array numbers(Connection connection, @Nullable Long[] numbers) throws SQLException {
    return connection.createArrayOf("int8", numbers);
  }

  /** For {@code integer}. */
  public static <R> Array integers(
      Connection connection, Collection<R> rows, Function<R, @Nullable Integer> column)
      throws SQLException {
    return integers(connection, rows.stream().map(column).toArray(Integer[]::new));
  }

  /** For {@code integer}. */
  public static Array integers(Connection connection, @Nullable Integer[] numbers)
      throws SQLException {
    return connection.createArrayOf("int4", numbers);
  }

  /** For {@code smallint}. */
  public static <R> Array shorts(
      Connection connection, Collection<R> rows, Function<R, @Nullable Short> column)
      throws SQLException {
    return connection.createArrayOf("int2", rows.stream().map(column).toArray(Short[]::new));
  }

  public static <R> Array flags(
      Connection connection, Collection<R> rows, Function<R, @Nullable Boolean> column)
      throws SQLException {
    return flags(connection, rows.stream().map(column).toArray(Boolean[]::new));
  }

  public static Array flags(Connection connection, @Nullable Boolean[] flags) throws SQLException {
    return connection.createArrayOf("bool", flags);
  }

  public static <R> Array instants(
      Connection connection, Collection<R> rows, Function<R, @Nullable Instant> column)
      throws SQLException {
    return connection.createArrayOf(
        "timestamptz",
        rows.stream()
            .map(row -> {
              Instant instant = column.apply(row);
              return instant == null ? null : instant.toString();
            })
            .toArray(String[]::new));
  }

  /** As {@code array_recv} of PostgreSQL reads it. */
  private static byte[] binary(@Nullable UUID[] ids) {
    int nulls = 0;
    for (UUID id : ids) {
      nulls += id == null ? 1 : 0;
    }
    int header = (ids.length == 0 ? 3 : 5) * Integer.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(
            header + ids.length * Integer.BYTES + (ids.length - nulls) * UUID_LENGTH);
    bytes.putInt(ids.length == 0 ? 0 : ONE_DIMENSION).putInt(nulls == 0 ? 0 : 1).putInt(Oid.UUID);
    if (ids.length > 0) {
      bytes.putInt(ids.length).putInt(FIRST_INDEX);
    }
    for (UUID id : ids) {
      if (id == null) {
        bytes.putInt(NULL_LENGTH);
      } else {
        bytes
            .putInt(UUID_LENGTH)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
      }
    }
    return bytes.array();
  }
}
