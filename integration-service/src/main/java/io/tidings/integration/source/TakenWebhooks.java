package io.tidings.integration.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.integration.connection.Connection;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** The table {@code webhook_taken}. */
@Singleton
class TakenWebhooks {
  /** For longer than any of the services tries to deliver one. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final TransactionOperations<java.sql.Connection> transactions;
  private final Clock clock;

  TakenWebhooks(TransactionOperations<java.sql.Connection> transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  boolean has(Connection<Source> connection, String key) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT 1 FROM webhook_taken
                   WHERE workspace_id = ? AND connection_id = ? AND key = ?
                  """)) {
        set(statement, connection, key);
        try (var row = statement.executeQuery()) {
          return row.next();
        }
      }
    });
  }

  /** Nothing where the connection was ended meanwhile. */
  void add(Connection<Source> connection, String key) {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO webhook_taken (workspace_id, connection_id, key, taken_at)
                  SELECT workspace_id, id, key, taken_at
                    FROM (VALUES (?::text, ?::uuid, ?::bytea, ?::timestamptz)) AS new (workspace, connection, key, taken_at)
                    JOIN source_connection ON workspace_id = workspace AND id = connection
                  ON CONFLICT DO NOTHING
                  """)) {
        set(statement, connection, key);
        statement.setObject(4, clock.instant().atOffset(ZoneOffset.UTC));
        return statement.executeUpdate();
      }
    });
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1h")
  void forgetOld() {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status.getConnection().prepareStatement("DELETE FROM webhook_taken WHERE taken_at < ?")) {
        statement.setObject(1, clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
        return statement.executeUpdate();
      }
    });
  }

  private static void set(PreparedStatement statement, Connection<Source> connection, String key)
      throws SQLException {
    statement.setString(1, connection.workspaceId());
    statement.setObject(2, connection.id());
    statement.setBytes(3, HexFormat.of().parseHex(Signatures.sha256(key.getBytes(UTF_8))));
  }
}
