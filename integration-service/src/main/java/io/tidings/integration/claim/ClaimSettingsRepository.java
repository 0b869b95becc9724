package io.tidings.integration.claim;

import io.micronaut.context.annotation.Factory;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.rpc.InvalidInputException;
import io.tidings.secrets.SealedColumn;
import io.tidings.secrets.Secrets;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code claim_settings}. */
@Singleton
final class ClaimSettingsRepository {
  private final TransactionOperations<Connection> transactions;
  private final Secrets secrets;
  private final Clock clock;

  ClaimSettingsRepository(
      TransactionOperations<Connection> transactions, Secrets secrets, Clock clock) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
  }

  Optional<ClaimSettings> find(String workspaceId) {
    return transactions.executeRead(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  SELECT proof_required, signing_secret, public_key, updated_at
                    FROM claim_settings WHERE workspace_id = ?
                  """)) {
        statement.setString(1, workspaceId);
        return read(workspaceId, statement);
      }
    });
  }

  /**
   * @param signingSecret null: stays
   * @param publicKey null: stays
   * @throws InvalidInputException where a proof would be demanded that nothing could check; then
   *     nothing changes
   */
  ClaimSettings write(
      String workspaceId,
      boolean proofRequired,
      @Nullable String signingSecret,
      @Nullable String publicKey) {
    return transactions.executeWrite(status -> {
      try (PreparedStatement statement =
          status
              .getConnection()
              .prepareStatement(
                  """
                  INSERT INTO claim_settings AS old
                    (workspace_id, proof_required, signing_secret, public_key, updated_at)
                  VALUES (?, ?, ?, ?, ?)
                  ON CONFLICT (workspace_id) DO UPDATE
                     SET proof_required = excluded.proof_required,
                         signing_secret = coalesce(excluded.signing_secret, old.signing_secret),
                         public_key = coalesce(excluded.public_key, old.public_key),
                         updated_at = excluded.updated_at
                  RETURNING proof_required, signing_secret, public_key, updated_at
                  """)) {
        statement.setString(1, workspaceId);
        statement.setBoolean(2, proofRequired);
        statement.setBytes(3, signingSecret == null ? null : sealed(workspaceId, signingSecret));
        statement.setString(4, publicKey);
        statement.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
        ClaimSettings written = read(workspaceId, statement).orElseThrow();
        if (proofRequired && !written.canCheck()) {
          throw new InvalidInputException(
              "proof_required",
              "is true, and there is nothing to check a proof with; give signing_secret or"
                  + " public_key");
        }
        return written;
      }
    });
  }

  private Optional<ClaimSettings> read(String workspaceId, PreparedStatement statement)
      throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      byte[] sealed = row.getBytes("signing_secret");
      return Optional.of(
          new ClaimSettings(
              row.getBoolean("proof_required"),
              sealed == null ? null : opened(workspaceId, sealed),
              row.getString("public_key"),
              row.getObject("updated_at", OffsetDateTime.class).toInstant()));
    }
  }

  private byte[] sealed(String workspaceId, String secret) {
    return secrets.seal(secret.getBytes(StandardCharsets.UTF_8), sealContext(workspaceId));
  }

  private String opened(String workspaceId, byte[] sealed) {
    return new String(secrets.open(sealed, sealContext(workspaceId)), StandardCharsets.UTF_8);
  }

  private static String sealContext(String workspaceId) {
    return "claim_settings " + workspaceId;
  }

  /** The signing secret is sealed, for the rotation of keys. */
  @Factory
  static final class Sealed {
    @Singleton
    SealedColumn signingSecrets() {
      return new SealedColumn(
          "claim_settings",
          "signing_secret",
          List.of(SealedColumn.Key.text("workspace_id")),
          key -> sealContext(key.getFirst()));
    }
  }
}
