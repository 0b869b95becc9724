package io.tidings.messaging.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values as PostgreSQL takes them; whole columns at once for statements over many rows. */
public final class Columns {
  private Columns() {}

  public static <R> Array uuids(
      Connection connection, Collection<R> rows, Function<R, @Nullable UUID> column)
      throws SQLException {
    return connection.createArrayOf("uuid", rows.stream().map(column).toArray());
  }

  public static <R> Array texts(
      Connection connection, Collection<R> rows, Function<R, @Nullable String> column)
      throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(column).toArray());
  }

  public static <R> Array booleans(
      Connection connection, Collection<R> rows, Function<R, Boolean> column) throws SQLException {
    return connection.createArrayOf("bool", rows.stream().map(column).toArray());
  }

  public static <R> Array numbers(
      Connection connection, Collection<R> rows, Function<R, @Nullable Long> column)
      throws SQLException {
    return connection.createArrayOf("int8", rows.stream().map(column).toArray());
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
            .toArray());
  }

  public static <R> Array bytes(
      Connection connection, Collection<R> rows, Function<R, byte @Nullable []> column)
      throws SQLException {
    return connection.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  public static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
