package io.tidings.integration.key;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.ListKeysResponse;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import io.tidings.proto.integration.v1.RevokeKeyResponse;
import io.tidings.proto.integration.v1.UnknownKey;
import io.tidings.proto.integration.v1.UpdateKeyRequest;
import io.tidings.proto.integration.v1.UpdateKeyResponse;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code tidings.integration.v1.KeyService}. */
@Singleton
final class KeyGrpcEndpoint extends KeyServiceGrpc.KeyServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;

  private final Keys keys;

  KeyGrpcEndpoint(Keys keys) {
    this.keys = keys;
  }

  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
    Keys.Made made =
        keys.make(
            Caller.current().workspaceId(),
            kindOf(request.getKind()),
            request.getName(),
            settingsOf(request.getSettings()),
            request.getRequestId().isEmpty() ? null : request.getRequestId());
    CreateKeyResponse.Builder response = CreateKeyResponse.newBuilder().setKey(wire(made.key()));
    if (made.secret() != null) {
      response.setSecret(made.secret().text());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    List<ApiKey> page =
        keys.list(Caller.current().workspaceId(), after(request.getPageToken()), size);
    ListKeysResponse.Builder response = ListKeysResponse.newBuilder();
    page.forEach(key -> response.addKeys(wire(key)));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id().toString());
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<RevokeKeyResponse> observer) {
    ApiKey revoked =
        keys.revoke(Caller.current().workspaceId(), UUID.fromString(request.getKeyId()))
            .orElseThrow(() -> Faults.notFound("no key '%s'".formatted(request.getKeyId())));
    observer.onNext(RevokeKeyResponse.newBuilder().setKey(wire(revoked)).build());
    observer.onCompleted();
  }

  @Override
  public void updateKey(UpdateKeyRequest request, StreamObserver<UpdateKeyResponse> observer) {
    ApiKey updated =
        keys.update(
                Caller.current().workspaceId(),
                UUID.fromString(request.getKeyId()),
                request.getName().isEmpty() ? null : request.getName(),
                request.hasSettings() ? settingsOf(request.getSettings()) : null)
            .orElseThrow(() -> Faults.notFound("no key '%s'".formatted(request.getKeyId())));
    observer.onNext(UpdateKeyResponse.newBuilder().setKey(wire(updated)).build());
    observer.onCompleted();
  }

  @Override
  public void verifyKey(VerifyKeyRequest request, StreamObserver<VerifyKeyResponse> observer) {
    observer.onNext(
        keys.find(request.getSecret())
            .map(KeyGrpcEndpoint::verdictOn)
            .orElseGet(() ->
                VerifyKeyResponse.newBuilder()
                    .setUnknown(UnknownKey.getDefaultInstance())
                    .build()));
    observer.onCompleted();
  }

  private static VerifyKeyResponse verdictOn(Keys.Presented presented) {
    VerifyKeyResponse.Builder response = VerifyKeyResponse.newBuilder();
    ApiKey key = presented.key();
    if (key.revokedAt() != null) {
      response
          .getRevokedBuilder()
          .setKeyId(key.id().toString())
          .setRevokedAt(wire(key.revokedAt()));
    } else if (presented.workspaceDisabled()) {
      response.getDisabledBuilder().setWorkspaceId(key.workspaceId());
    } else {
      response
          .getVerifiedBuilder()
          .setWorkspaceId(key.workspaceId())
          .setKeyId(key.id().toString())
          .setKind(wire(key.kind()))
          .setSettings(wire(key.settings()));
    }
    return response.build();
  }

  private static @Nullable UUID after(String pageToken) {
    if (pageToken.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(pageToken);
    } catch (IllegalArgumentException e) {
      throw Faults.invalid("page_token", "must be next_page_token of an earlier page, or empty");
    }
  }

  private static KeyKind kindOf(io.tidings.proto.integration.v1.KeyKind kind) {
    return switch (kind) {
      case KEY_KIND_WRITE -> KeyKind.WRITE;
      case KEY_KIND_SECRET -> KeyKind.SECRET;
      case KEY_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw Faults.invalid("kind", "must be KEY_KIND_WRITE or KEY_KIND_SECRET");
    };
  }

  private static io.tidings.proto.integration.v1.KeyKind wire(KeyKind kind) {
    return switch (kind) {
      case WRITE -> io.tidings.proto.integration.v1.KeyKind.KEY_KIND_WRITE;
      case SECRET -> io.tidings.proto.integration.v1.KeyKind.KEY_KIND_SECRET;
    };
  }

  private static SourceSettings settingsOf(
      io.tidings.proto.integration.v1.SourceSettings settings) {
    return new SourceSettings(
        switch (settings.getTyping()) {
          case TYPING_STRING -> SourceSettings.Typing.STRING;
          case TYPING_INFER, TYPING_UNSPECIFIED, UNRECOGNIZED -> SourceSettings.Typing.INFER;
        },
        settings.getTrustedDomainsList().stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .distinct()
            .toList(),
        settings.getCallsPerSecond());
  }

  private static io.tidings.proto.integration.v1.SourceSettings wire(SourceSettings settings) {
    return io.tidings.proto.integration.v1.SourceSettings.newBuilder()
        .setTyping(
            switch (settings.typing()) {
              case INFER -> Typing.TYPING_INFER;
              case STRING -> Typing.TYPING_STRING;
            })
        .addAllTrustedDomains(settings.trustedDomains())
        .setCallsPerSecond(settings.callsPerSecond())
        .build();
  }

  private static Key wire(ApiKey key) {
    Key.Builder wire =
        Key.newBuilder()
            .setId(key.id().toString())
            .setKind(wire(key.kind()))
            .setName(key.name())
            .setHint(key.hint())
            .setSettings(wire(key.settings()))
            .setCreatedAt(wire(key.createdAt()));
    if (key.revokedAt() != null) {
      wire.setRevokedAt(wire(key.revokedAt()));
    }
    return wire.build();
  }

  private static Timestamp wire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
