package io.tidings.rpc;

import io.grpc.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.proto.value.v1.Typing;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Asks integration-service, which owns the keys. */
@Singleton
@Requires(missingBeans = KeyVerifier.class)
final class RemoteKeyVerifier implements KeyVerifier {
  private static final long PATIENCE_SECONDS = 3;

  private final KeyServiceGrpc.KeyServiceBlockingStub keys;
  private final Caller self;

  RemoteKeyVerifier(
      ServiceChannels channels, @Value("${micronaut.application.name}") String serviceName) {
    this.keys = KeyServiceGrpc.newBlockingStub(channels.to("integration"));
    // The workspace is not known yet; it is what is asked for.
    this.self = Caller.service(serviceName, Credentials.DEFAULT_WORKSPACE);
  }

  @Override
  public Verdict verify(String secret) {
    // Not in the context of the call that brought the key: others wait for the same answer, and it
    // must not fail because that one caller hung up.
    Context own = self.in(Context.ROOT);
    Context previous = own.attach();
    try {
      return verdictOf(
          keys.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .verifyKey(VerifyKeyRequest.newBuilder().setSecret(secret).build()));
    } finally {
      own.detach(previous);
    }
  }

  private static Verdict verdictOf(VerifyKeyResponse response) {
    return switch (response.getVerdictCase()) {
      case VERIFIED ->
          new Verdict.Verified(
              response.getVerified().getWorkspaceId(),
              response.getVerified().getKeyId(),
              kindOf(response.getVerified().getKind()),
              settingsOf(response.getVerified().getSettings()));
      case REVOKED -> new Verdict.Revoked();
      case DISABLED -> new Verdict.Disabled(response.getDisabled().getWorkspaceId());
      case UNKNOWN, VERDICT_NOT_SET -> new Verdict.Unknown();
    };
  }

  private static SourceSettings settingsOf(
      io.tidings.proto.integration.v1.SourceSettings settings) {
    return new SourceSettings(
        settings.getTyping() == Typing.TYPING_STRING
            ? SourceSettings.Typing.STRING
            : SourceSettings.Typing.INFER,
        settings.getTrustedDomainsList(),
        settings.getCallsPerSecond());
  }

  private static Kind kindOf(KeyKind kind) {
    return switch (kind) {
      case KEY_KIND_WRITE -> Kind.WRITE;
      case KEY_KIND_SECRET -> Kind.SECRET;
      case KEY_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a key of kind " + kind + " allows nothing");
    };
  }
}
