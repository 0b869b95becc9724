package io.tidings.integration.imports;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code user_import}. */
@Singleton
class ImportRepository {
  /** For how long a reader is believed to be at work that gives no sign of life. */
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  private static final String COLUMNS =
      """
      workspace_id, id, request_id, dry_run, state, failure, delimiter, encoding, created_rows,
      updated_rows, rejected_rows, created_at, updated_at, options_digest, reader_until
      """;

  private final TransactionOperations<Connection> transactions;
  private final DefectRepository defects;
  private final Clock clock;

  ImportRepository(
      TransactionOperations<Connection> transactions, DefectRepository defects, Clock clock) {
    this.transactions = transactions;
    this.defects = defects;
    this.clock = clock;
  }

  /** An import as it lies in the table, with what it was begun with. */
  record Stored(Import current, UUID optionsDigest) {}

  /**
   * @return false if there is one of that name already
   */
  boolean insert(Import begun, UUID optionsDigest, UUID reader) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO user_import
                    (workspace_id, id, request_id, dry_run, state, created_at, updated_at,
                     options_digest, reader, reader_until)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT (workspace_id, request_id) DO NOTHING
                  """)) {
        statement.setString(1, begun.workspaceId());
        statement.setObject(2, begun.id());
        statement.setString(3, begun.requestId());
        statement.setBoolean(4, begun.dryRun());
        statement.setString(5, begun.state().name());
        statement.setObject(6, time(begun.createdAt()));
        statement.setObject(7, time(begun.updatedAt()));
        statement.setObject(8, optionsDigest);
        statement.setObject(9, reader);
        statement.setObject(10, time(believedUntil()));
        return statement.executeUpdate() == 1;
      }
    });
  }

  /** Makes somebody else its reader; false if one is at work, or it was read to its end. */
  boolean takeOver(Import interrupted, UUID reader) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE user_import
                     SET reader = ?, reader_until = ?, state = 'RUNNING', failure = ''
                   WHERE workspace_id = ? AND id = ? AND state <> 'COMPLETED' AND reader_until <= ?
                  """)) {
        statement.setObject(1, reader);
        statement.setObject(2, time(believedUntil()));
        statement.setString(3, interrupted.workspaceId());
        statement.setObject(4, interrupted.id());
        statement.setObject(5, time(clock.instant()));
        return statement.executeUpdate() == 1;
      }
    });
  }

  /**
   * Writes how far it is, with what was not taken since.
   *
   * @return false if it has another reader by now
   */
  boolean save(Import current, UUID reader, List<Defect> news) {
    boolean reading = current.state() == Import.State.RUNNING;
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE user_import
                     SET state = ?, failure = ?, delimiter = ?, encoding = ?, created_rows = ?,
                         updated_rows = ?, rejected_rows = ?, updated_at = ?, reader_until = ?
                   WHERE workspace_id = ? AND id = ? AND reader = ?
                  """)) {
        statement.setString(1, current.state().name());
        statement.setString(2, current.failure());
        statement.setString(3, current.delimiter());
        statement.setString(4, current.encoding());
        statement.setLong(5, current.counts().created());
        statement.setLong(6, current.counts().updated());
        statement.setLong(7, current.counts().rejected());
        statement.setObject(8, time(current.updatedAt()));
        statement.setObject(9, time(reading ? believedUntil() : clock.instant()));
        statement.setString(10, current.workspaceId());
        statement.setObject(11, current.id());
        statement.setObject(12, reader);
        if (statement.executeUpdate() == 0) {
          return false;
        }
      }
      defects.insert(status.getConnection(), current, news);
      return true;
    });
  }

  /** Its reader gives it up: whoever sends the file again goes on at once. */
  void letGo(Import interrupted, UUID reader) {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  UPDATE user_import SET reader_until = ?
                   WHERE workspace_id = ? AND id = ? AND reader = ?
                  """)) {
        statement.setObject(1, time(clock.instant()));
        statement.setString(2, interrupted.workspaceId());
        statement.setObject(3, interrupted.id());
        statement.setObject(4, reader);
        return statement.executeUpdate();
      }
    });
  }

  Optional<Stored> byRequest(String workspaceId, String requestId) {
    return select("workspace_id = ? AND request_id = ?", workspaceId, requestId).stream()
        .findFirst();
  }

  Optional<Import> find(String workspaceId, UUID id) {
    return select("workspace_id = ? AND id = ?", workspaceId, id).stream()
        .map(Stored::current)
        .findFirst();
  }

  /**
   * @param after the last one of the page before; null for the first page
   * @return the newest first
   */
  List<Import> list(String workspaceId, @Nullable UUID after, int limit) {
    List<Stored> page =
        after == null
            ? select("workspace_id = ? ORDER BY id DESC LIMIT ?", workspaceId, limit)
            : select(
                "workspace_id = ? AND id < ? ORDER BY id DESC LIMIT ?", workspaceId, after, limit);
    return page.stream().map(Stored::current).toList();
  }

  private List<Stored> select(String condition, Object... parameters) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement("SELECT " + COLUMNS + " FROM user_import WHERE " + condition)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        List<Stored> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            found.add(new Stored(read(row), row.getObject("options_digest", UUID.class)));
          }
        }
        return found;
      }
    });
  }

  private Import read(ResultSet row) throws SQLException {
    Import.State state = Import.State.valueOf(row.getString("state"));
    boolean alone = !instant(row, "reader_until").isAfter(clock.instant());
    return new Import(
        row.getString("workspace_id"),
        row.getObject("id", UUID.class),
        row.getString("request_id"),
        row.getBoolean("dry_run"),
        state == Import.State.RUNNING && alone ? Import.State.INTERRUPTED : state,
        row.getString("failure"),
        row.getString("delimiter"),
        row.getString("encoding"),
        new Import.Counts(
            row.getLong("created_rows"), row.getLong("updated_rows"), row.getLong("rejected_rows")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private Instant believedUntil() {
    return clock.instant().plus(BELIEVED);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
