package io.tidings.rpc;

import static io.tidings.rpc.RunningServer.bearing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bindsTheCallerOfASecretKey() {
    assertThat(callerSeenWith(bearing(KnownKeys.SECRET_KEY)))
        .isEqualTo("shop ACCESS_SECRET_KEY key-2 on a thread that stays");
  }

  @Test
  void refusesAPublicWriteKeyWhereASecretKeyIsDemanded() {
    StatusRuntimeException refusal = refusalWith(bearing(KnownKeys.WRITE_KEY));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refusal.getStatus().getDescription())
        .isEqualTo(
            "tidings.integration.v1.KeyService/CreateKey is for a secret key; you came with a"
                + " public write key");
  }

  @Test
  @DisplayName("behaviour 50: a revoked key is denied, an unknown or missing one is not known")
  void tellsRevokedFromUnknown() {
    assertThat(refusalWith(bearing("ts_revoked")).getStatus().getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refusalWith(bearing("ts_never_made")).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusalWith(bearing("nonsense")).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(
            refusalWith(MetadataUtils.newAttachHeadersInterceptor(new Metadata()))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void refusesAnotherScheme() {
    Metadata headers = new Metadata();
    headers.put(Headers.AUTHORIZATION, "Basic " + KnownKeys.SECRET_KEY);
    assertThat(
            refusalWith(MetadataUtils.newAttachHeadersInterceptor(headers)).getStatus().toString())
        .contains("UNAUTHENTICATED", "'authorization' must read 'Bearer <key>'");
  }

  @Test
  void takesTheAdministratorKeyForTheWorkspaceThatIsNamed() {
    Metadata workspace = new Metadata();
    workspace.put(Headers.WORKSPACE, "garage");
    assertThat(callerSeenWith(bearing(RunningServer.ADMINISTRATOR_KEY, workspace)))
        .isEqualTo("garage ACCESS_ADMINISTRATOR administrator on a thread that stays");
    assertThat(callerSeenWith(bearing(RunningServer.ADMINISTRATOR_KEY)))
        .isEqualTo("default ACCESS_ADMINISTRATOR administrator on a thread that stays");
  }

  @Test
  void takesTheWorkspaceFromTheKeyAndNotFromTheCallersWord() {
    Metadata workspace = new Metadata();
    workspace.put(Headers.WORKSPACE, "garage");
    assertThat(callerSeenWith(bearing(KnownKeys.SECRET_KEY, workspace))).startsWith("shop ");
  }

  @Test
  void takesAnInternalToken() {
    String token = tokens(Clock.systemUTC()).of(Caller.service("segment", "shop"));
    assertThat(callerSeenWith(bearing(token)))
        .isEqualTo("shop ACCESS_SERVICE segment on a thread that stays");
  }

  @Test
  void refusesAnInternalTokenThatIsTooOldOrOfAnotherSecret() {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis()).minusSeconds(70);
    String old = tokens(Clock.fixed(before, ZoneOffset.UTC)).of(Caller.service("segment", "shop"));
    String forged =
        new InternalTokens(settings("another secret of forty characters......"), Clock.systemUTC())
            .of(Caller.service("segment", "shop"));
    assertThat(refusalWith(bearing(old)).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusalWith(bearing(forged)).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void keepsAMethodForServicesFromSecretKeys() {
    VerifyKeyRequest request = VerifyKeyRequest.newBuilder().setSecret("ts_x").build();
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> keys(bearing(KnownKeys.SECRET_KEY)).verifyKey(request));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    String token = tokens(Clock.systemUTC()).of(Caller.service("segment", "shop"));
    assertThat(keys(bearing(token)).verifyKey(request)).isNotNull();
  }

  @Test
  void remembersAVerdictForAMomentAndNoLonger() {
    KnownKeys known = server.context.getBean(KnownKeys.class);
    known.verdicts.put(
        "ts_doomed",
        new KeyVerifier.Verdict.Verified(
            "shop", "key-3", KeyVerifier.Kind.SECRET, SourceSettings.DEFAULT));
    assertThat(callerSeenWith(bearing("ts_doomed"))).startsWith("shop ");
    int asked = known.asked.get();
    assertThat(callerSeenWith(bearing("ts_doomed"))).startsWith("shop ");
    assertThat(known.asked.get()).isEqualTo(asked);

    known.verdicts.put("ts_doomed", new KeyVerifier.Verdict.Revoked());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> codeWith(bearing("ts_doomed")) == Status.Code.PERMISSION_DENIED);
  }

  private static InternalTokens tokens(Clock clock) {
    return new InternalTokens(settings(RunningServer.SECRET), clock);
  }

  private static RpcSettings settings(String secret) {
    return new RpcSettings(secret, null, Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  private static KeyServiceGrpc.KeyServiceBlockingStub keys(ClientInterceptor headers) {
    return KeyServiceGrpc.newBlockingStub(server.channel).withInterceptors(headers);
  }

  private static String callerSeenWith(ClientInterceptor headers) {
    return keys(headers).createKey(request()).getKey().getHint();
  }

  private static StatusRuntimeException refusalWith(ClientInterceptor headers) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> keys(headers).createKey(request()));
  }

  private static Status.Code codeWith(ClientInterceptor headers) {
    try {
      callerSeenWith(headers);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static CreateKeyRequest request() {
    return CreateKeyRequest.newBuilder()
        .setName("for the shop")
        .setKind(KeyKind.KEY_KIND_SECRET)
        .build();
  }
}
