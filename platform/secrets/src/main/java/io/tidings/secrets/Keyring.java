package io.tidings.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.util.Bytes;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.secrets.KeysetTable.Row;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of this service, unwrapped. They are made at the first start over a database and
 * wrapped anew when the encryption key was replaced. A process that cannot have them does not
 * start.
 */
@Context
final class Keyring {
  private static final String SEAL = "seal";
  private static final String FINGERPRINT = "fingerprint";

  /** Apart from any transaction that is open: what is read must be what is committed. */
  private static final TransactionDefinition OWN =
      TransactionDefinition.of(Propagation.REQUIRES_NEW);

  private final TransactionOperations<Connection> transactions;
  private final KeysetTable table;
  private final KeyEncryptionKey encryptionKey;
  private final Clock clock;
  private final @Nullable LocalKey earlier;
  private volatile Unwrapped keys;

  /**
   * @param derived whether this service sealed with keys made out of the encryption key before it
   *     had data keys; what it sealed and hashed then must go on to open and to match
   */
  Keyring(
      TransactionOperations<Connection> transactions,
      KeysetTable table,
      KeyEncryptionKey encryptionKey,
      Clock clock,
      @Property(name = "tidings.encryption.derived", defaultValue = "false") boolean derived) {
    this.transactions = transactions;
    this.table = table;
    this.encryptionKey = encryptionKey;
    this.clock = clock;
    this.earlier =
        derived && encryptionKey instanceof LocalKeyEncryption local ? local.oldest() : null;
    this.keys = load();
  }

  /**
   * @param rotatedAt when the key that seals was made
   * @param complete whether all that is sealed is sealed with it
   */
  record Unwrapped(DataKeys sealing, Aead aead, Mac mac, Instant rotatedAt, boolean complete) {}

  Unwrapped keys() {
    return keys;
  }

  String encryptionKeyId() {
    return encryptionKey.id();
  }

  /** Reads the keys anew: another process may have made one. */
  Unwrapped reload() {
    Unwrapped fresh = load();
    keys = fresh;
    return fresh;
  }

  /** Makes a new key that seals from now on, unless the latest rotation is still under way. */
  Unwrapped rotate() {
    transactions.execute(
        OWN,
        status -> {
          Connection connection = status.getConnection();
          table.lock(connection);
          Row row = table.read(connection, SEAL);
          if (row != null && row.complete()) {
            DataKeys rotated = unwrap(SEAL, row).rotated();
            table.write(connection, SEAL, row(SEAL, rotated, false));
          }
          return true;
        });
    return reload();
  }

  void complete(Instant rotatedAt) {
    transactions.execute(
        OWN,
        status -> {
          table.complete(status.getConnection(), SEAL, rotatedAt);
          return true;
        });
    reload();
  }

  private Unwrapped load() {
    return transactions.execute(
        OWN,
        status -> {
          Connection connection = status.getConnection();
          Row sealRow = current(connection, SEAL);
          DataKeys sealing = unwrap(SEAL, sealRow);
          DataKeys hashing = unwrap(FINGERPRINT, current(connection, FINGERPRINT));
          return new Unwrapped(
              sealing, sealing.aead(), hashing.mac(), sealRow.rotatedAt(), sealRow.complete());
        });
  }

  /** The keyset's row, made where there is none, wrapped by the encryption key that is given. */
  private Row current(Connection connection, String purpose) throws Exception {
    Row row = table.read(connection, purpose);
    if (row != null && row.wrappedBy().equals(encryptionKey.id())) {
      return row;
    }
    table.lock(connection);
    row = table.read(connection, purpose);
    if (row == null) {
      DataKeys made =
          purpose.equals(SEAL) ? DataKeys.forSealing(earlier) : DataKeys.forFingerprints(earlier);
      // Not complete: a database that was there before may hold values in clear.
      row = row(purpose, made, false);
    } else if (!row.wrappedBy().equals(encryptionKey.id())) {
      row = row.wrapped(wrap(purpose, unwrap(purpose, row)), encryptionKey.id());
    }
    table.write(connection, purpose, row);
    return row;
  }

  private Row row(String purpose, DataKeys keys, boolean complete) throws GeneralSecurityException {
    // As precise as the database keeps it: rotations are told apart by it.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Row(wrap(purpose, keys), encryptionKey.id(), now, complete);
  }

  private Bytes wrap(String purpose, DataKeys keys) throws GeneralSecurityException {
    return Bytes.copyFrom(encryptionKey.wrap(keys.serialized(), context(purpose)));
  }

  private DataKeys unwrap(String purpose, Row row) throws GeneralSecurityException {
    return DataKeys.parsed(
        encryptionKey.unwrap(row.wrappedBy(), row.wrapped().toByteArray(), context(purpose)));
  }

  private static String context(String purpose) {
    return "keyset " + purpose;
  }
}
