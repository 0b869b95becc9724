package io.tidings.integration.reject;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.columns.Columns;
import io.tidings.secrets.Secrets;
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

/** The table {@code reject}. */
@Singleton
class RejectRepository {
  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;

  RejectRepository(TransactionOperations<Connection> transactions, Secrets secrets) {
    this.transactions = transactions;
    this.secrets = secrets;
  }

  void insert(List<Reject> rejects) {
    transactions.executeWrite(status -> {
      Connection connection = status.getConnection();
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO reject
                (workspace_id, id, source, kind, message_id, defect, rejected_at)
              SELECT * FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                                   ?::bytea[], ?::timestamptz[])
              """)) {
        statement.setArray(1, Columns.texts(connection, rejects, Reject::workspaceId));
        statement.setArray(2, Columns.uuids(connection, rejects, Reject::id));
        statement.setArray(3, Columns.texts(connection, rejects, Reject::source));
        statement.setArray(4, Columns.texts(connection, rejects, reject -> reject.kind().name()));
        statement.setArray(5, Columns.texts(connection, rejects, Reject::messageId));
        statement.setArray(6, Columns.bytes(connection, rejects, this::sealed));
        statement.setArray(7, Columns.instants(connection, rejects, Reject::rejectedAt));
        return statement.executeUpdate();
      }
    });
  }

  /**
   * @param source null for all
   * @param before the last one of the page before; null for the first page
   * @return the newest first
   */
  List<Reject> list(String workspaceId, @Nullable String source, @Nullable UUID before, int limit) {
    String query =
        "SELECT * FROM reject WHERE workspace_id = ?"
            + (source == null ? "" : " AND source = ?")
            + (before == null ? "" : " AND id < ?")
            + " ORDER BY id DESC LIMIT ?";
    return transactions.executeRead(status -> {
      try (PreparedStatement statement = status.getConnection().prepareStatement(query)) {
        int place = 1;
        statement.setString(place++, workspaceId);
        if (source != null) {
          statement.setString(place++, source);
        }
        if (before != null) {
          statement.setObject(place++, before);
        }
        statement.setInt(place, limit);
        return read(statement);
      }
    });
  }

  void forget(Instant before) {
    transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status.getConnection().prepareStatement("DELETE FROM reject WHERE rejected_at < ?")) {
        statement.setObject(1, before.atOffset(ZoneOffset.UTC));
        return statement.executeUpdate();
      }
    });
  }

  private byte[] sealed(Reject reject) {
    return secrets.seal(reject.defect().bytes(), sealContext(reject.id()));
  }

  private List<Reject> read(PreparedStatement statement) throws SQLException {
    List<Reject> rejects = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        UUID id = row.getObject("id", UUID.class);
        rejects.add(
            new Reject(
                row.getString("workspace_id"),
                id,
                row.getString("source"),
                Reject.Kind.valueOf(row.getString("kind")),
                row.getString("message_id"),
                Defect.of(secrets.open(row.getBytes("defect"), sealContext(id))),
                row.getObject("rejected_at", OffsetDateTime.class).toInstant()));
      }
    }
    return rejects;
  }

  /** The seal of one does not open on another. */
  static String sealContext(UUID id) {
    return "reject " + id;
  }
}
