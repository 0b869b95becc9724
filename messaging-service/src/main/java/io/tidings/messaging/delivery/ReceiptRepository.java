package io.tidings.messaging.delivery;

import io.tidings.columns.Columns;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.database.Values;
import io.tidings.messaging.send.Decisions;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendEvents;
import io.tidings.messaging.send.SendRow;
import io.tidings.messaging.send.SendUsers;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Receipts on file until they meet their send. A receipt may come before its send's reference is
 * committed: whoever commits second (receipt or reference) looks for the other afterwards, so one
 * of the two always finds the other.
 */
@Singleton
final class ReceiptRepository {
  private final Database database;
  private final SendEvents events;
  private final SendUsers users;
  private final Clock clock;

  ReceiptRepository(Database database, SendEvents events, SendUsers users, Clock clock) {
    this.database = database;
    this.events = events;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Where a receipt came from.
   *
   * @param provider empty where the message itself names its send
   */
  record Source(String workspaceId, String provider) {}

  /**
   * @param sendId null where provider and reference name the send
   */
  record Incoming(Source source, Receipt receipt, @Nullable UUID sendId) {
    Reference reference() {
      return new Reference(source, receipt.providerRef());
    }
  }

  /** What names a message at a provider. */
  record Reference(Source source, String reference) {}

  void add(List<Incoming> incoming) {
    database.change(connection -> {
      try (var statement =
          connection.prepareStatement(
              """
              INSERT INTO receipt
                (workspace_id, receipt_id, provider, provider_reference, state, reason,
                 occurred_at, send_id, received_at)
              SELECT workspace_id, receipt_id, nullif(provider, ''),
                     nullif(provider_reference, ''), state, reason, occurred_at, send_id, ?
                FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::timestamptz[], ?::uuid[])
                  AS row (workspace_id, receipt_id, provider, provider_reference, state,
                          reason, occurred_at, send_id)
              """)) {
        var c = connection;
        statement.setObject(1, Values.at(clock.instant()));
        statement.setArray(2, Columns.texts(c, incoming, one -> one.source().workspaceId()));
        statement.setArray(3, Columns.uuids(c, incoming, _ -> Ids.next()));
        statement.setArray(4, Columns.texts(c, incoming, one -> one.source().provider()));
        statement.setArray(5, Columns.texts(c, incoming, one -> one.receipt().providerRef()));
        statement.setArray(6, Columns.texts(c, incoming, one -> one.receipt().state().name()));
        statement.setArray(7, Columns.texts(c, incoming, one -> one.receipt().reason()));
        statement.setArray(8, Columns.instants(c, incoming, one -> one.receipt().at()));
        statement.setArray(9, Columns.uuids(c, incoming, Incoming::sendId));
        statement.executeUpdate();
      }
    });
  }

  /**
   * Brings together the receipts and the sends of these references, as far as both are on file.
   *
   * @return the sends that changed
   */
  Collection<Send> settle(Collection<Reference> references) {
    return database.inTransaction(connection -> {
      Map<UUID, Send> settled = new LinkedHashMap<>();
      try (var statement =
          connection.prepareStatement(
              """
              DELETE FROM receipt
               USING unnest(?::text[], ?::text[], ?::text[])
                       AS wanted (workspace_id, provider, provider_reference),
                     send
               WHERE receipt.workspace_id = wanted.workspace_id
                 AND receipt.provider = wanted.provider
                 AND receipt.provider_reference = wanted.provider_reference
                 AND send.workspace_id = wanted.workspace_id
                 AND send.provider = wanted.provider
                 AND send.provider_reference = wanted.provider_reference
                 AND send.state = 'SENT'
              RETURNING receipt.state AS receipt_state, receipt.reason AS receipt_reason,
                        receipt.occurred_at, \
              """
                  + SendRow.COLUMNS)) {
        var c = connection;
        statement.setArray(1, Columns.texts(c, references, one -> one.source().workspaceId()));
        statement.setArray(2, Columns.texts(c, references, one -> one.source().provider()));
        statement.setArray(3, Columns.texts(c, references, Reference::reference));
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            Send send = SendRow.read(row, users);
            settled.putIfAbsent(send.order().id(), send.after(receipt(row)));
          }
        }
      }
      if (!settled.isEmpty()) {
        update(connection, settled.values());
        events.publish(settled.values());
      }
      return settled.values();
    });
  }

  /** References of receipts whose sends are on file. */
  List<Reference> matching() {
    return database.inTransaction(connection -> {
      List<Reference> references = new ArrayList<>();
      try (var statement =
              connection.prepareStatement(
                  """
                  SELECT DISTINCT workspace_id, provider, provider_reference
                    FROM receipt JOIN send USING (workspace_id, provider, provider_reference)
                   WHERE send.state = 'SENT'
                   LIMIT 1000
                  """);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          references.add(
              new Reference(
                  new Source(row.getString("workspace_id"), row.getString("provider")),
                  row.getString("provider_reference")));
        }
      }
      return references;
    });
  }

  /**
   * @return how many receipts were given up whose send never came
   */
  int forgetBefore(Instant time) {
    return database.inTransaction(connection -> {
      try (var statement =
          connection.prepareStatement("DELETE FROM receipt WHERE received_at < ?")) {
        statement.setObject(1, Values.at(time));
        return statement.executeUpdate();
      }
    });
  }

  static Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        row.getString("provider_reference"),
        Receipt.State.valueOf(row.getString("receipt_state")),
        row.getString("receipt_reason"),
        Values.instant(row, "occurred_at"));
  }

  static void update(Connection connection, Collection<Send> sends) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE send
               SET state = row.state, reason = row.reason,
                   decisions = send.decisions || row.decisions, updated_at = row.updated_at,
                   opened_at = row.opened_at, clicked_at = row.clicked_at,
                   doubted_claim_id = CASE WHEN row.state = 'IN_DOUBT' THEN send.doubted_claim_id END
              FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::jsonb[],
                          ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                AS row (workspace_id, send_id, state, reason, decisions, updated_at, opened_at,
                        clicked_at)
             WHERE send.workspace_id = row.workspace_id AND send.send_id = row.send_id
            """)) {
      var c = connection;
      statement.setArray(1, Columns.texts(c, sends, send -> send.order().workspaceId()));
      statement.setArray(2, Columns.uuids(c, sends, send -> send.order().id()));
      statement.setArray(3, Columns.texts(c, sends, send -> send.state().name()));
      statement.setArray(4, Columns.texts(c, sends, Send::reason));
      statement.setArray(5, Columns.texts(c, sends, send -> Decisions.write(send.decisions())));
      statement.setArray(6, Columns.instants(c, sends, Send::updatedAt));
      statement.setArray(7, Columns.instants(c, sends, send -> send.attention().openedAt()));
      statement.setArray(8, Columns.instants(c, sends, send -> send.attention().clickedAt()));
      statement.executeUpdate();
    }
  }
}
