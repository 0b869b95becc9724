package io.tidings.user.erasure;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.EraseProfileRequest;
import io.tidings.proto.user.v1.EraseProfileResponse;
import io.tidings.proto.user.v1.ErasureServiceGrpc.ErasureServiceImplBase;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.ValueWire;
import io.tidings.user.profile.ProfileWire;
import io.tidings.user.profile.Selector;
import jakarta.inject.Singleton;

/** Erasure over gRPC. */
@Singleton
final class ErasureGrpcEndpoint extends ErasureServiceImplBase {
  private final ProfileErasure erasure;

  ErasureGrpcEndpoint(ProfileErasure erasure) {
    this.erasure = erasure;
  }

  @Override
  public void eraseProfile(
      EraseProfileRequest request, StreamObserver<EraseProfileResponse> answer) {
    Selector selector;
    try {
      selector = ProfileWire.selector(request.getSelector());
    } catch (RefusedException e) {
      throw Faults.invalid(e.field(), e.reason());
    }
    ProfileErasure.Erasure erased =
        erasure
            .erase(Caller.current().workspaceId(), selector, request.getRequestId())
            .orElseThrow(
                () -> Faults.notFound("nobody is known by that selector in this workspace"));
    answer.onNext(
        EraseProfileResponse.newBuilder()
            .setErasureId(erased.id().toString())
            .setErasedAt(ValueWire.timestamp(erased.erasedAt()))
            .build());
    answer.onCompleted();
  }
}
