package io.tidings.gateway;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.DisabledWorkspace;
import io.tidings.proto.integration.v1.Key;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.ListKeysRequest;
import io.tidings.proto.integration.v1.ListKeysResponse;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import io.tidings.proto.integration.v1.RevokeKeyResponse;
import io.tidings.proto.integration.v1.RevokedKey;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.proto.integration.v1.UnknownKey;
import io.tidings.proto.integration.v1.UpdateKeyRequest;
import io.tidings.proto.integration.v1.UpdateKeyResponse;
import io.tidings.proto.integration.v1.VerifiedKey;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.rpc.Faults;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keys that say themselves what they are: {@code tw_acme} is the write key of workspace acme. */
final class PlayedKeys extends KeyServiceGrpc.KeyServiceImplBase {
  static final String REVOKED = "tw_revoked";
  static final String UNKNOWN = "tw_unknown";
  static final String DISABLED = "tw_disabled";

  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Map<String, SourceSettings> settings = new ConcurrentHashMap<>();
  private final Map<String, List<Key>> made = new ConcurrentHashMap<>();

  PlayedKeys() {
    revoke(REVOKED);
  }

  void revoke(String key) {
    revoked.add(key);
  }

  void setSettings(String key, SourceSettings.Builder changed) {
    settings.put(key, changed.build());
  }

  static String writeKey(String workspace) {
    return "tw_" + workspace;
  }

  static String secretKey(String workspace) {
    return "ts_" + workspace;
  }

  @Override
  public void verifyKey(VerifyKeyRequest request, StreamObserver<VerifyKeyResponse> answer) {
    var response = VerifyKeyResponse.newBuilder();
    var key = request.getSecret();
    if (revoked.contains(key)) {
      response.setRevoked(RevokedKey.getDefaultInstance());
    } else if (key.equals(DISABLED)) {
      response.setDisabled(DisabledWorkspace.newBuilder().setWorkspaceId("closed"));
    } else if (key.equals(UNKNOWN)) {
      response.setUnknown(UnknownKey.getDefaultInstance());
    } else {
      response.setVerified(
          VerifiedKey.newBuilder()
              .setWorkspaceId(key.substring("tw_".length()))
              .setKeyId("key of " + key.substring("tw_".length()))
              .setKind(key.startsWith("ts_") ? KeyKind.KEY_KIND_SECRET : KeyKind.KEY_KIND_WRITE)
              .setSettings(settings.getOrDefault(key, SourceSettings.getDefaultInstance())));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> answer) {
    var key =
        Key.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setKind(request.getKind())
            .setName(request.getName())
            .setSettings(request.getSettings())
            .build();
    keys().addFirst(key);
    answer.onNext(CreateKeyResponse.newBuilder().setKey(key).setSecret("tw_shown-once").build());
    answer.onCompleted();
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> answer) {
    answer.onNext(ListKeysResponse.newBuilder().addAllKeys(keys()).build());
    answer.onCompleted();
  }

  @Override
  public void updateKey(UpdateKeyRequest request, StreamObserver<UpdateKeyResponse> answer) {
    var updated =
        change(request.getKeyId(), key -> key.toBuilder().setSettings(request.getSettings()));
    answer.onNext(UpdateKeyResponse.newBuilder().setKey(updated).build());
    answer.onCompleted();
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<RevokeKeyResponse> answer) {
    var ended =
        change(
            request.getKeyId(),
            key -> key.toBuilder().setRevokedAt(Timestamp.newBuilder().setSeconds(1)));
    answer.onNext(RevokeKeyResponse.newBuilder().setKey(ended).build());
    answer.onCompleted();
  }

  private Key change(String id, Function<Key, Key.Builder> how) {
    for (var key : keys()) {
      if (key.getId().equals(id)) {
        var changed = how.apply(key).build();
        keys().set(keys().indexOf(key), changed);
        return changed;
      }
    }
    throw Faults.notFound("no key '" + id + "'");
  }

  private List<Key> keys() {
    return made.computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>());
  }
}
