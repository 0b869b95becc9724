package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.RevokedKey;
import io.tidings.proto.integration.v1.UnknownKey;
import io.tidings.proto.integration.v1.VerifiedKey;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keys that say themselves what they are: {@code tw_acme} is the write key of workspace acme. */
final class PlayedKeys extends KeyServiceGrpc.KeyServiceImplBase {
  static final String REVOKED = "tw_revoked";
  static final String UNKNOWN = "tw_unknown";

  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  PlayedKeys() {
    revoke(REVOKED);
  }

  void revoke(String key) {
    revoked.add(key);
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
    } else if (key.equals(UNKNOWN)) {
      response.setUnknown(UnknownKey.getDefaultInstance());
    } else {
      response.setVerified(
          VerifiedKey.newBuilder()
              .setWorkspaceId(key.substring("tw_".length()))
              .setKeyId("key of " + key.substring("tw_".length()))
              .setKind(key.startsWith("ts_") ? KeyKind.KEY_KIND_SECRET : KeyKind.KEY_KIND_WRITE));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }
}
