package io.tidings.integration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.integration.IntegrationTest;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.ListKeysResponse;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.proto.integration.v1.UpdateKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.proto.value.v1.Typing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class KeyServiceTest extends IntegrationTest {

  @Test
  @DisplayName("behaviour 52: a key is shown in full once, and recognisable ever after")
  void showsAKeyInFullOnce() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    CreateKeyResponse made = keys.createKey(request(KeyKind.KEY_KIND_SECRET, "till").build());

    assertThat(made.getSecret()).matches("ts_[0-9A-Za-z]{40}");
    ListKeysResponse listed = keys.listKeys(ListKeysRequest.getDefaultInstance());
    assertThat(listed.getKeysList()).containsExactly(made.getKey());
    assertThat(listed.toString()).doesNotContain(made.getSecret());
    assertThat(made.getKey().getHint())
        .isEqualTo(made.getSecret().substring(0, 6) + "…" + made.getSecret().substring(43 - 4));
  }

  @Test
  @DisplayName("behaviour 52: a key is public (write) or secret, and its prefix says which")
  void verifiesKeysOfEachKind() {
    String workspace = workspace();
    CreateKeyResponse write =
        keysOf(workspace).createKey(request(KeyKind.KEY_KIND_WRITE, "page").build());

    VerifyKeyResponse verdict = verdictOn(write.getSecret());
    assertThat(write.getSecret()).startsWith("tw_");
    assertThat(verdict.getVerified().getWorkspaceId()).isEqualTo(workspace);
    assertThat(verdict.getVerified().getKeyId()).isEqualTo(write.getKey().getId());
    assertThat(verdict.getVerified().getKind()).isEqualTo(KeyKind.KEY_KIND_WRITE);
    assertThat(verdictOn("tw_nobodyMadeThisOne").hasUnknown()).isTrue();
  }

  @Test
  void keepsNoSecretInItsDatabase() throws SQLException {
    CreateKeyResponse made =
        keysOf(workspace()).createKey(request(KeyKind.KEY_KIND_SECRET, "till").build());
    String middle = made.getSecret().substring(6, 39);
    assertThat(everyRow("api_key")).isNotEmpty().noneMatch(row -> row.contains(middle));
  }

  @Test
  void answersARepeatedRequestWithTheSameKeyAndWithoutItsSecret() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    CreateKeyRequest request = request(KeyKind.KEY_KIND_SECRET, "till").setRequestId("r-1").build();
    CreateKeyResponse first = keys.createKey(request);
    CreateKeyResponse second = keys.createKey(request);

    assertThat(second.getKey()).isEqualTo(first.getKey());
    assertThat(second.getSecret()).isEmpty();
    assertThat(keys.listKeys(ListKeysRequest.getDefaultInstance()).getKeysCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("behaviour 50: a revoked key stops working within 5 s")
  void stopsARevokedKeyWithinFiveSeconds() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    CreateKeyResponse made = keys.createKey(request(KeyKind.KEY_KIND_SECRET, "till").build());
    KeyServiceBlockingStub holder = KeyServiceGrpc.newBlockingStub(bearing(made.getSecret()));
    assertThat(holder.listKeys(ListKeysRequest.getDefaultInstance()).getKeysCount()).isEqualTo(1);

    RevokeKeyRequest revocation =
        RevokeKeyRequest.newBuilder().setKeyId(made.getKey().getId()).build();
    Key revoked = keys.revokeKey(revocation).getKey();

    assertThat(revoked.hasRevokedAt()).isTrue();
    assertThat(keys.revokeKey(revocation).getKey()).isEqualTo(revoked);
    assertThat(verdictOn(made.getSecret()).getRevoked().getKeyId())
        .isEqualTo(made.getKey().getId());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> codeOf(holder) == Status.Code.PERMISSION_DENIED);
  }

  @Test
  void takesWhatComesWithAKeyAsItsSettingsSay() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    CreateKeyResponse made = keys.createKey(request(KeyKind.KEY_KIND_WRITE, "shop").build());
    SourceSettings defaults = SourceSettings.newBuilder().setTyping(Typing.TYPING_INFER).build();
    assertThat(made.getKey().getSettings()).isEqualTo(defaults);
    assertThat(verdictOn(made.getSecret()).getVerified().getSettings()).isEqualTo(defaults);

    SourceSettings settings =
        SourceSettings.newBuilder()
            .setTyping(Typing.TYPING_STRING)
            .addTrustedDomains("Shop.Example")
            .addTrustedDomains("*.shop.example")
            .addTrustedDomains("localhost:3000")
            .setCallsPerSecond(50)
            .build();
    Key updated = keys.updateKey(update(made).setSettings(settings).build()).getKey();

    SourceSettings kept = settings.toBuilder().setTrustedDomains(0, "shop.example").build();
    assertThat(updated.getSettings()).isEqualTo(kept);
    assertThat(updated.getName()).isEqualTo("shop");
    assertThat(verdictOn(made.getSecret()).getVerified().getSettings()).isEqualTo(kept);
    Key renamed = keys.updateKey(update(made).setName("new shop").build()).getKey();
    assertThat(renamed.getName()).isEqualTo("new shop");
    assertThat(renamed.getSettings()).isEqualTo(kept);
    assertThat(keys.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList())
        .containsExactly(renamed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://shop.example",
        "shop.example/a",
        "*",
        "*.",
        "a..b",
        ".a",
        "-a",
        "a b",
        "a:b",
        "*.*.a",
        "'; DROP TABLE api_key; --"
      })
  void refusesWhatIsNoDomain(String domain) {
    KeyServiceBlockingStub keys = keysOf(workspace());
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () ->
            keys.createKey(
                request(KeyKind.KEY_KIND_WRITE, "shop")
                    .setSettings(SourceSettings.newBuilder().addTrustedDomains(domain))
                    .build()));
  }

  @Test
  void pagesThroughTheKeysTheNewestFirst() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(
          keys.createKey(request(KeyKind.KEY_KIND_WRITE, "page " + i).build()).getKey().getId());
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListKeysResponse page =
          keys.listKeys(ListKeysRequest.newBuilder().setPageSize(2).setPageToken(token).build());
      page.getKeysList().forEach(key -> listed.add(key.getId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(listed).isEqualTo(made);
  }

  @Test
  void showsNothingToAnotherWorkspace() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    KeyServiceBlockingStub others = keysOf(workspace());
    String id = keys.createKey(request(KeyKind.KEY_KIND_SECRET, "till").build()).getKey().getId();

    assertThat(others.listKeys(ListKeysRequest.getDefaultInstance()).getKeysList()).isEmpty();
    assertFault(
        Status.Code.NOT_FOUND,
        () -> others.revokeKey(RevokeKeyRequest.newBuilder().setKeyId(id).build()));
    assertFault(
        Status.Code.NOT_FOUND,
        () -> others.updateKey(UpdateKeyRequest.newBuilder().setKeyId(id).setName("x").build()));
  }

  @Test
  void refusesBadInputByField() {
    KeyServiceBlockingStub keys = keysOf(workspace());
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () -> keys.createKey(request(KeyKind.KEY_KIND_UNSPECIFIED, "till").build()));
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () -> keys.createKey(request(KeyKind.KEY_KIND_WRITE, "").build()));
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () -> keys.listKeys(ListKeysRequest.newBuilder().setPageToken("second").build()));
    assertFault(
        Status.Code.NOT_FOUND,
        () ->
            keys.revokeKey(
                RevokeKeyRequest.newBuilder().setKeyId(UUID.randomUUID().toString()).build()));
  }

  @Test
  void letsTheAdministratorMakeTheFirstKeyOfAWorkspace() {
    String workspace = workspace();
    String secret =
        KeyServiceGrpc.newBlockingStub(administrator(workspace))
            .createKey(request(KeyKind.KEY_KIND_SECRET, "first").build())
            .getSecret();
    assertThat(verdictOn(secret).getVerified().getWorkspaceId()).isEqualTo(workspace);
    String first =
        KeyServiceGrpc.newBlockingStub(administrator(""))
            .createKey(request(KeyKind.KEY_KIND_SECRET, "first").build())
            .getSecret();
    assertThat(verdictOn(first).getVerified().getWorkspaceId()).isEqualTo("default");
  }

  @Test
  void refusesTheAdministratorAWorkspaceThatNobodyMade() {
    assertFault(
        Status.Code.INVALID_ARGUMENT,
        () ->
            KeyServiceGrpc.newBlockingStub(administrator("nowhere"))
                .createKey(request(KeyKind.KEY_KIND_SECRET, "first").build()));
  }

  private KeyServiceBlockingStub keysOf(String workspace) {
    return KeyServiceGrpc.newBlockingStub(channel(workspace));
  }

  private VerifyKeyResponse verdictOn(String secret) {
    return keysOf("default").verifyKey(VerifyKeyRequest.newBuilder().setSecret(secret).build());
  }

  private static UpdateKeyRequest.Builder update(CreateKeyResponse made) {
    return UpdateKeyRequest.newBuilder().setKeyId(made.getKey().getId());
  }

  private static CreateKeyRequest.Builder request(KeyKind kind, String name) {
    return CreateKeyRequest.newBuilder().setKind(kind).setName(name);
  }

  private static Status.Code codeOf(KeyServiceBlockingStub holder) {
    try {
      holder.listKeys(ListKeysRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static void assertFault(
      Status.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .satisfies(fault -> assertThat(fault.getStatus().getCode()).isEqualTo(code));
  }
}
