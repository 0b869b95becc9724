package io.tidings.integration.intake;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CollectReject;
import io.tidings.proto.integration.v1.CollectRequest;
import io.tidings.proto.integration.v1.CollectResponse;
import io.tidings.proto.integration.v1.IntakeServiceGrpc;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.SourceSettings;
import jakarta.inject.Singleton;

/** {@code tidings.integration.v1.IntakeService}. */
@Singleton
final class IntakeGrpcEndpoint extends IntakeServiceGrpc.IntakeServiceImplBase {
  private final CallsClient calls;

  IntakeGrpcEndpoint(CallsClient calls) {
    this.calls = calls;
  }

  @Override
  public StreamObserver<CollectRequest> collect(StreamObserver<CollectResponse> observer) {
    return new Collecting(SourceSettings.current().typing().toWire(), observer);
  }

  /**
   * One stream. The next message is asked for when this one is done with, so no more than a few are
   * ever held, whatever the sender sends.
   */
  private final class Collecting implements StreamObserver<CollectRequest> {
    private final Typing typing;
    private final StreamObserver<CollectResponse> observer;
    private long taken;

    Collecting(Typing typing, StreamObserver<CollectResponse> observer) {
      this.typing = typing;
      this.observer = observer;
    }

    @Override
    public void onNext(CollectRequest request) {
      var response = CollectResponse.newBuilder();
      for (var reject : calls.take(request.getCallsList(), typing)) {
        response.addRejects(
            CollectReject.newBuilder()
                .setPosition(taken + reject.place())
                .setKind(reject.kind())
                .setField(reject.field())
                .setReason(reject.reason()));
      }
      taken += request.getCallsCount();
      observer.onNext(response.setTakenCount(taken).build());
    }

    /** The sender broke off; what was acknowledged is durable, and nothing is half done. */
    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onCompleted() {
      observer.onCompleted();
    }
  }
}
