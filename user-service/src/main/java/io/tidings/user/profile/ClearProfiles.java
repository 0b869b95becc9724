package io.tidings.user.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.annotation.Context;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.secrets.Secrets;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyDigests;
import io.tidings.user.identity.UserIds;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the profiles of a database from before they were sealed, a batch and a transaction at a
 * time, before the service answers anybody. What was left in clear is removed with its tables.
 */
@Context
final class ClearProfiles {
  private static final Logger log = LoggerFactory.getLogger(ClearProfiles.class);

  /** The advisory lock of who seals: a second process waits for a batch, then does the next. */
  private static final long LOCK = 0x74696473656c66L;

  private static final int BATCH = 1_000;

  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;
  private final UserIds userIds;
  private final KeyDigests digests;

  ClearProfiles(
      TransactionOperations<Connection> transactions,
      Secrets secrets,
      UserIds userIds,
      KeyDigests digests) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.userIds = userIds;
    this.digests = digests;
  }

  @PostConstruct
  void seal() {
    long profiles = sealAll("profile_in_clear", this::sealProfiles);
    long identifiers = sealAll("identifier_in_clear", this::sealIdentifiers);
    if (profiles + identifiers > 0) {
      log.info("{} profiles and {} identifiers are sealed now", profiles, identifiers);
    }
  }

  private long sealAll(String table, Batch batch) {
    long sealed = 0;
    int last;
    do {
      last = transactions.executeWrite(status -> sealBatch(status.getConnection(), table, batch));
      sealed += last;
    } while (last > 0);
    return sealed;
  }

  private static int sealBatch(Connection connection, String table, Batch batch)
      throws SQLException {
    try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.executeQuery().close();
    }
    try (var exists = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      exists.setString(1, table);
      try (var row = exists.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          return 0;
        }
      }
    }
    int sealed = batch.seal(connection);
    if (sealed == 0) {
      try (var drop = connection.createStatement()) {
        drop.execute("DROP TABLE " + table);
      }
    }
    return sealed;
  }

  private int sealProfiles(Connection connection) throws SQLException {
    try (var taken =
            connection.prepareStatement(
                """
                DELETE FROM profile_in_clear
                 WHERE (workspace_id, id) IN (
                   SELECT workspace_id, id FROM profile_in_clear LIMIT ?)
                RETURNING workspace_id, id, user_id,
                          jsonb_build_object('identifiers', identifiers, 'attributes', attributes,
                                             'devices', devices)::text,
                          version, created_at, updated_at
                """);
        var sealed =
            connection.prepareStatement("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      taken.setInt(1, BATCH);
      try (ResultSet row = taken.executeQuery()) {
        while (row.next()) {
          String workspaceId = row.getString(1);
          UUID id = row.getObject(2, UUID.class);
          sealed.setString(1, workspaceId);
          sealed.setObject(2, id);
          sealed.setBytes(3, userIds.seal(workspaceId, id, row.getString(3)));
          sealed.setBytes(
              4,
              secrets.seal(
                  row.getString(4).getBytes(UTF_8),
                  SealedProfiles.context(workspaceId, id.toString())));
          sealed.setLong(5, row.getLong(5));
          sealed.setObject(6, row.getObject(6));
          sealed.setObject(7, row.getObject(7));
          sealed.addBatch();
        }
      }
      return sealed.executeBatch().length;
    }
  }

  private int sealIdentifiers(Connection connection) throws SQLException {
    try (var taken =
            connection.prepareStatement(
                """
                DELETE FROM identifier_in_clear
                 WHERE (workspace_id, type, value) IN (
                   SELECT workspace_id, type, value FROM identifier_in_clear LIMIT ?)
                RETURNING workspace_id, type, value, profile_id
                """);
        var sealed = connection.prepareStatement("INSERT INTO identifier VALUES (?, ?, ?, ?)")) {
      taken.setInt(1, BATCH);
      try (ResultSet row = taken.executeQuery()) {
        while (row.next()) {
          String workspaceId = row.getString(1);
          String type = row.getString(2);
          sealed.setString(1, workspaceId);
          sealed.setString(2, type);
          sealed.setBytes(3, digests.of(workspaceId, new Key(type, row.getString(3))));
          sealed.setObject(4, row.getObject(4));
          sealed.addBatch();
        }
      }
      return sealed.executeBatch().length;
    }
  }

  /** Takes some rows out of the table and writes them sealed; 0 when none are left. */
  private interface Batch {
    int seal(Connection connection) throws SQLException;
  }
}
