package io.tidings.user.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.proto.secrets.v1.Encryption;
import io.tidings.proto.secrets.v1.EncryptionServiceGrpc;
import io.tidings.proto.secrets.v1.EncryptionServiceGrpc.EncryptionServiceBlockingStub;
import io.tidings.proto.secrets.v1.GetEncryptionRequest;
import io.tidings.proto.secrets.v1.RotateDataKeyRequest;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.Profile;
import io.tidings.testing.TableDump;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class SealedAtRestTest extends ProfileServiceTest {
  private final String workspace = newWorkspace();

  @Override
  protected Map<String, String> settings() {
    // Nobody reads the facts: what waits in the outbox stays there to be looked at.
    return Map.of(
        "tidings.rabbitmq.url", "amqp://guest:guest@127.0.0.1:1",
        "tidings.encryption.settling", "0s",
        "tidings.encryption.interval", "100ms");
  }

  @Test
  @DisplayName("behaviour 18: neither addresses, tokens nor names lie in the database in clear")
  void aDumpShowsNothingOfAPerson() throws Exception {
    identifyAda("ada.secret@example.com");

    TableDump dump = dump();

    assertThat(dump.text()).contains(workspace);
    dump.assertHoldsNone(
        "ada.secret@example.com",
        "second.secret@example.com",
        "2348012345678",
        "token-of-ada",
        "Adaeze",
        "Lagos");
  }

  @Test
  @DisplayName("a rotation seals everything anew while profiles stay readable and known")
  void rotates() throws Exception {
    identifyAda("ada.rotated@example.com");
    var operator = EncryptionServiceGrpc.newBlockingStub(administratorChannel());
    await().until(() -> encryption(operator).getComplete());
    String before = encryption(operator).getDataKeyId();

    String after =
        operator
            .rotateDataKey(RotateDataKeyRequest.getDefaultInstance())
            .getEncryption()
            .getDataKeyId();

    assertThat(after).isNotEqualTo(before);
    await().atMost(Duration.ofSeconds(20)).until(() -> encryption(operator).getComplete());
    assertThat(profileOfUser(workspace, "ada.rotated@example.com").getAttributesMap())
        .containsEntry("email", text("ada.rotated@example.com"));
    assertThat(
            query(
                "SELECT count(*) FROM profile WHERE substring(document FROM 2 FOR 4) <> '\\x%s'"
                    .formatted(after)))
        .isEqualTo("0");
  }

  @Test
  @DisplayName(
      "what an earlier version wrote in clear is sealed at the start and goes on as it was")
  void sealsWhatWasInClear() throws Exception {
    UUID id = UUID.fromString("01890000-0000-7000-8000-000000000001");
    execute(
        """
        CREATE TABLE profile_in_clear (
            workspace_id text NOT NULL, id uuid NOT NULL, user_id text, identifiers jsonb NOT NULL,
            attributes jsonb NOT NULL, devices jsonb NOT NULL, version bigint NOT NULL,
            created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
            PRIMARY KEY (workspace_id, id));
        CREATE TABLE identifier_in_clear (
            workspace_id text NOT NULL, type text NOT NULL, value text NOT NULL,
            profile_id uuid NOT NULL, PRIMARY KEY (workspace_id, type, value));
        INSERT INTO profile_in_clear VALUES ('%1$s', '%2$s', 'old@example.com',
            '[["anonymous_id", "browser-1"]]',
            '{"email": {"at": 1772357400123456789, "value": {"text": "old@example.com"}},
              "age": {"at": 1772357400000000000, "value": {"number": 41}}}',
            '[{"token": "old-token", "platform": "IOS", "seen": 1772357400000000000}]',
            7, '2026-03-01T09:30:00Z', '2026-03-02T09:30:00Z');
        INSERT INTO identifier_in_clear VALUES
            ('%1$s', 'user_id', 'old@example.com', '%2$s'),
            ('%1$s', 'anonymous_id', 'browser-1', '%2$s');
        """
            .formatted(workspace, id));

    bean(ClearProfiles.class).seal();

    Profile profile = profileKnownBy(workspace, "anonymous_id", "browser-1");
    assertThat(profile.getId()).isEqualTo(id.toString());
    assertThat(profile.getUserId()).isEqualTo("old@example.com");
    assertThat(profile.getAttributesMap())
        .containsEntry("email", text("old@example.com"))
        .containsEntry("age", number(41));
    assertThat(tokens(profile)).containsExactly("old-token");
    assertThat(profile.getVersion()).isEqualTo(7);
    assertThat(profileOfUser(workspace, "old@example.com").getId()).isEqualTo(id.toString());
    assertThat(query("SELECT to_regclass('profile_in_clear') IS NULL")).isEqualTo("t");
    dump().assertHoldsNone("old@example.com", "old-token");
  }

  private static Encryption encryption(EncryptionServiceBlockingStub operator) {
    return operator.getEncryption(GetEncryptionRequest.getDefaultInstance()).getEncryption();
  }

  private void identifyAda(String email) {
    identify(
        workspace,
        user(email)
            .setAnonymousId("anonymous-of-" + email)
            .putAttributes("number", text("+2348012345678"))
            .putAttributes("first_name", text("Adaeze"))
            .putAttributes("city", text("Lagos"))
            .addIdentifiers(
                Identifier.newBuilder().setType("email").setValue("second.secret@example.com"))
            .addDevices(device("token-of-ada", "ios")));
  }

  private TableDump dump() throws Exception {
    return transactions().executeRead(status -> TableDump.of(status.getConnection()));
  }

  private String query(String sql) {
    return transactions()
        .executeRead(status -> {
          try (var row = status.getConnection().createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private void execute(String sql) {
    transactions()
        .executeWrite(status -> {
          try (var statement = status.getConnection().createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return bean(TransactionOperations.class);
  }
}
