package io.tidings.columns;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidings.backends.Backends;
import io.tidings.backends.PostgresServer;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.jdbc.PgArray;

/** What PostgreSQL makes of the arrays that it is handed, on a connection of a pool. */
class ColumnsTest {
  private static final int MANY = 10_000;

  /** As often as the driver needs to have a statement prepared by the server, and again. */
  private static final int REPETITIONS = 7;

  private static final List<String> TEXTS =
      List.of("", "NULL", "null", "a,b", "{\"}", "\\", "'", "line\nline", "ẹ̀kọ́ 🎉", " blank ");

  @TempDir static Path folder;

  private static PostgresServer postgres;
  private static HikariDataSource pool;

  @BeforeAll
  static void start() {
    postgres = Backends.postgres(Backends.Plan.fast(folder));
    pool = new HikariDataSource();
    pool.setJdbcUrl(postgres.databaseUrl("postgres"));
    pool.setUsername(postgres.user());
    pool.setPassword(postgres.password());
    pool.setMaximumPoolSize(1);
  }

  @AfterAll
  static void stop() {
    pool.close();
    postgres.close();
  }

  /**
   * @param type as PostgreSQL calls it
   * @param value some value, by a number
   */
  private record Kind<T>(String type, IntFunction<T> value, Writer<T> writer, Reader<T> reader) {
    @Override
    public String toString() {
      return type;
    }
  }

  private record Row<T>(@Nullable T value) {}

  private interface Writer<T> {
    Array write(Connection connection, List<@Nullable T> values) throws SQLException;
  }

  private interface Reader<T> {
    @Nullable T read(ResultSet row) throws SQLException;
  }

  static Stream<Kind<?>> kinds() {
    return Stream.of(
        uuids(Columns::uuids),
        uuids((connection, values) -> Columns.uuids(connection, rows(values), Row::value)),
        uuids((connection, values) -> Columns.uuids(connection, values.toArray(UUID[]::new))),
        texts(Columns::texts),
        texts((connection, values) -> Columns.texts(connection, rows(values), Row::value)),
        texts((connection, values) -> Columns.texts(connection, values.toArray(String[]::new))),
        new Kind<>(
            "jsonb",
            number -> "{\"n\": \"\\\"%d, {}\"}".formatted(number),
            Columns::texts,
            row -> row.getString(1)),
        bytes((connection, values) -> Columns.bytes(connection, rows(values), Row::value)),
        bytes((connection, values) -> Columns.bytes(connection, values.toArray(byte[][]::new))),
        numbers(Columns::numbers),
        numbers((connection, values) -> Columns.numbers(connection, rows(values), Row::value)),
        integers(
            (connection, values) -> Columns.integers(connection, values.toArray(Integer[]::new))),
        integers((connection, values) -> Columns.integers(connection, rows(values), Row::value)),
        new Kind<>(
            "smallint",
            number -> (short) (number - MANY / 2),
            (connection, values) -> Columns.shorts(connection, rows(values), Row::value),
            row -> row.getObject(1, Short.class)),
        flags((connection, values) -> Columns.flags(connection, rows(values), Row::value)),
        flags((connection, values) -> Columns.flags(connection, values.toArray(Boolean[]::new))),
        instants());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void arriveInTheirOrder(Kind<T> kind) throws SQLException {
    assertArrives(kind, values(kind, MANY));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void nullsAmongThemStayWhereTheyAre(Kind<T> kind) throws SQLException {
    List<@Nullable T> values = values(kind, 5);
    values.set(0, null);
    values.set(3, null);

    assertArrives(kind, values);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void nothingButNullsArrives(Kind<T> kind) throws SQLException {
    assertArrives(kind, Collections.nCopies(3, null));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void noneAreAnEmptyArray(Kind<T> kind) throws SQLException {
    assertArrives(kind, List.of());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void goInBinaryFormButForInstants(Kind<T> kind) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Array array = kind.writer().write(connection, values(kind, 3));

      assertThat(((PgArray) array).toBytes() != null).isEqualTo(!kind.type().equals("timestamptz"));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void areTakenByAStatementThatTheServerPrepared(Kind<T> kind) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.prepareStatement(select(kind))) {
      for (int size = 0; size < REPETITIONS; size++) {
        List<@Nullable T> values = values(kind, size);
        statement.setArray(1, kind.writer().write(statement.getConnection(), values));
        assertThat(read(kind, statement.executeQuery())).containsExactlyElementsOf(values);
      }
    }
  }

  @Test
  void areFoundByIds() throws SQLException {
    UUID id = UUID.randomUUID();
    try (Connection connection = pool.getConnection();
        var statement = connection.prepareStatement("SELECT ?::uuid = ANY (?)")) {
      statement.setObject(1, id);
      statement.setArray(2, Columns.uuids(connection, List.of(UUID.randomUUID(), id)));
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getBoolean(1)).isTrue();
      }
    }
  }

  @Test
  void areTakenOnAConnectionOfNoPool() throws SQLException {
    Kind<UUID> kind = uuids(Columns::uuids);
    List<@Nullable UUID> values = values(kind, 3);
    try (Connection connection = postgres.connect("postgres")) {
      assertThat(roundTrip(connection, kind, values)).containsExactlyElementsOf(values);
    }
  }

  private static <T> void assertArrives(Kind<T> kind, List<@Nullable T> values)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      assertThat(roundTrip(connection, kind, values)).containsExactlyElementsOf(values);
    }
  }

  private static <T> List<@Nullable T> roundTrip(
      Connection connection, Kind<T> kind, List<@Nullable T> values) throws SQLException {
    try (var statement = connection.prepareStatement(select(kind))) {
      statement.setArray(1, kind.writer().write(connection, values));
      return read(kind, statement.executeQuery());
    }
  }

  private static String select(Kind<?> kind) {
    return "SELECT * FROM unnest(?::%s[])".formatted(kind.type());
  }

  private static <T> List<@Nullable T> read(Kind<T> kind, ResultSet rows) throws SQLException {
    try (rows) {
      List<@Nullable T> values = new ArrayList<>();
      while (rows.next()) {
        values.add(kind.reader().read(rows));
      }
      return values;
    }
  }

  private static <T> List<Row<T>> rows(List<@Nullable T> values) {
    List<Row<T>> rows = new ArrayList<>();
    for (T value : values) {
      rows.add(new Row<>(value));
    }
    return rows;
  }

  @SuppressWarnings("unchecked") // as many values of the kind
  private static <T> List<@Nullable T> values(Kind<T> kind, int size) {
    return Arrays.asList((T[]) IntStream.range(0, size).mapToObj(kind.value()).toArray());
  }

  private static Kind<UUID> uuids(Writer<UUID> writer) {
    return new Kind<>("uuid", _ -> UUID.randomUUID(), writer, row -> row.getObject(1, UUID.class));
  }

  private static Kind<String> texts(Writer<String> writer) {
    return new Kind<>(
        "text", number -> TEXTS.get(number % TEXTS.size()), writer, row -> row.getString(1));
  }

  private static Kind<byte[]> bytes(Writer<byte[]> writer) {
    return new Kind<>(
        "bytea",
        number -> new byte[] {(byte) number, 0, '\\', (byte) 0xff},
        writer,
        row -> row.getBytes(1));
  }

  private static Kind<Long> numbers(Writer<Long> writer) {
    return new Kind<>(
        "bigint", number -> Long.MIN_VALUE + number, writer, row -> row.getObject(1, Long.class));
  }

  private static Kind<Integer> integers(Writer<Integer> writer) {
    return new Kind<>(
        "integer",
        number -> Integer.MAX_VALUE - number,
        writer,
        row -> row.getObject(1, Integer.class));
  }

  private static Kind<Boolean> flags(Writer<Boolean> writer) {
    return new Kind<>(
        "boolean", number -> number % 3 == 0, writer, row -> row.getObject(1, Boolean.class));
  }

  private static Kind<Instant> instants() {
    return new Kind<>(
        "timestamptz",
        number -> Instant.parse("1899-12-31T23:59:59.999999Z").plusSeconds(number * 10_000_000L),
        (connection, values) -> Columns.instants(connection, rows(values), Row::value),
        row -> {
          OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
          return at == null ? null : at.toInstant();
        });
  }
}
