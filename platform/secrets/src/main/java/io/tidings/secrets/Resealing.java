package io.tidings.secrets;

import com.google.crypto.tink.util.Bytes;
import io.micronaut.context.annotation.Property;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.secrets.Keyring.Unwrapped;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a rotation seals anew what earlier keys sealed, and after the first start of a version that
 * seals what lies in clear, a batch and a transaction at a time. Any process of the service may do
 * it, also several at once: each passes over what the other did.
 */
@Singleton
final class Resealing {
  private static final Logger log = LoggerFactory.getLogger(Resealing.class);
  private static final int BATCH = 500;

  private final TransactionOperations<Connection> transactions;
  private final Keyring keyring;
  private final Secrets secrets;
  private final List<SealedColumn> columns;
  private final Clock clock;
  private final Duration settling;

  /**
   * @param settling how long after a rotation other processes may still seal with the earlier key
   */
  Resealing(
      TransactionOperations<Connection> transactions,
      Keyring keyring,
      Secrets secrets,
      List<SealedColumn> columns,
      Clock clock,
      @Property(name = "tidings.encryption.settling", defaultValue = "1m") Duration settling) {
    this.transactions = transactions;
    this.keyring = keyring;
    this.secrets = secrets;
    this.columns = columns;
    this.clock = clock;
    this.settling = settling;
  }

  @Scheduled(
      fixedDelay = "${tidings.encryption.interval:20s}",
      initialDelay = "${tidings.encryption.interval:20s}")
  void continueRotation() {
    try {
      Unwrapped keys = keyring.reload();
      if (keys.complete() || clock.instant().isBefore(keys.rotatedAt().plus(settling))) {
        return;
      }
      long resealed = 0;
      for (SealedColumn column : columns) {
        resealed += reseal(column);
      }
      keyring.complete(keys.rotatedAt());
      log.info("{} values are sealed with the new data key", resealed);
    } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
      log.warn("sealing anew is interrupted and will go on: {}", e.getClass().getSimpleName());
    }
  }

  private long reseal(SealedColumn column) {
    long resealed = 0;
    List<String> last = null;
    do {
      List<String> after = last;
      List<Row> rows = transactions.executeWrite(_ -> resealAfter(column, after));
      resealed += rows.size();
      last = rows.isEmpty() ? null : rows.getLast().names().subList(0, column.key().size());
    } while (last != null);
    return resealed;
  }

  private List<Row> resealAfter(SealedColumn column, @Nullable List<String> after)
      throws SQLException {
    List<Row> rows = read(column, after);
    if (!rows.isEmpty()) {
      write(
          column,
          rows.stream()
              .map(row -> {
                String context = column.context().apply(row.names());
                byte[] plain = plain(row.value().toByteArray(), context);
                return new Row(row.names(), Bytes.copyFrom(secrets.seal(plain, context)));
              })
              .toList());
    }
    return rows;
  }

  /** A value from before the column was sealed lies there in clear. */
  private byte[] plain(byte[] value, String context) {
    return Secrets.isSealed(value) ? secrets.open(value, context) : value;
  }

  private List<Row> read(SealedColumn column, @Nullable List<String> after) throws SQLException {
    // By the columns themselves: unqualified, the order would be that of the selected texts.
    String keys = list(column, key -> "t." + key.column());
    String sql =
        """
        SELECT %s, t.%s FROM %s AS t
         WHERE t.%s IS NOT NULL AND substring(t.%s FROM 1 FOR 5) <> ?%s
         ORDER BY %s LIMIT %d
           FOR NO KEY UPDATE
        """
            .formatted(
                Stream.concat(
                        column.key().stream().map(SealedColumn.Key::column), column.also().stream())
                    .map(name -> "t.%s::text".formatted(name))
                    .collect(Collectors.joining(", ")),
                column.column(),
                column.table(),
                column.column(),
                column.column(),
                after == null
                    ? ""
                    : " AND (%s) > (%s)".formatted(keys, list(column, key -> "?::" + key.type())),
                keys,
                BATCH);
    List<Row> rows = new ArrayList<>();
    try (var statement = transactions.getConnection().prepareStatement(sql)) {
      statement.setBytes(1, secrets.currentPrefix());
      for (int i = 0; after != null && i < after.size(); i++) {
        statement.setString(i + 2, after.get(i));
      }
      try (var result = statement.executeQuery()) {
        int width = column.key().size() + column.also().size();
        while (result.next()) {
          List<String> names = new ArrayList<>(width);
          for (int i = 1; i <= width; i++) {
            names.add(result.getString(i));
          }
          rows.add(new Row(names, Bytes.copyFrom(result.getBytes(width + 1))));
        }
      }
    }
    return rows;
  }

  private void write(SealedColumn column, List<Row> rows) throws SQLException {
    Connection connection = transactions.getConnection();
    int width = column.key().size();
    String sql =
        "UPDATE %s AS t SET %s = fresh.value FROM unnest(%s ?::bytea[]) AS fresh (%s, value) WHERE %s"
            .formatted(
                column.table(),
                column.column(),
                "?::text[], ".repeat(width),
                list(column, key -> key.column()),
                column.key().stream()
                    .map(key -> "t.%1$s = fresh.%1$s::%2$s".formatted(key.column(), key.type()))
                    .collect(Collectors.joining(" AND ")));
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < width; i++) {
        int position = i;
        statement.setArray(
            i + 1, Columns.texts(connection, rows, row -> row.names().get(position)));
      }
      statement.setArray(
          width + 1, Columns.bytes(connection, rows, row -> row.value().toByteArray()));
      statement.executeUpdate();
    }
  }

  private static String list(SealedColumn column, Function<SealedColumn.Key, String> text) {
    return column.key().stream().map(text).collect(Collectors.joining(", "));
  }

  /**
   * @param names the key of the row, then the further columns of its context
   */
  private record Row(List<String> names, Bytes value) {}
}
