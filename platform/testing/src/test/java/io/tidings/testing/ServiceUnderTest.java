package io.tidings.testing;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.tidings.proto.integration.v1.UnknownKey;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.integration.v1.VerifyKeyResponse;
import io.tidings.rpc.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The smallest service that a test can be about: it remembers who called. */
@Singleton
final class ServiceUnderTest extends KeyServiceImplBase {
  final List<Caller> callers = new ArrayList<>();

  @Override
  public void verifyKey(VerifyKeyRequest request, StreamObserver<VerifyKeyResponse> answer) {
    callers.add(Caller.current());
    answer.onNext(
        VerifyKeyResponse.newBuilder().setUnknown(UnknownKey.getDefaultInstance()).build());
    answer.onCompleted();
  }
}
