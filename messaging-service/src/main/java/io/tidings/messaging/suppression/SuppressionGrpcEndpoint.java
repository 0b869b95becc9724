package io.tidings.messaging.suppression;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.AddSuppressionRequest;
import io.tidings.proto.messaging.v1.AddSuppressionResponse;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsRequest;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsResponse;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.RemoveSuppressionRequest;
import io.tidings.proto.messaging.v1.RemoveSuppressionResponse;
import io.tidings.proto.messaging.v1.SuppressionServiceGrpc;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;

@Singleton
final class SuppressionGrpcEndpoint extends SuppressionServiceGrpc.SuppressionServiceImplBase {
  private final Suppressions suppressions;

  SuppressionGrpcEndpoint(Suppressions suppressions) {
    this.suppressions = suppressions;
  }

  @Override
  public void addSuppression(
      AddSuppressionRequest request, StreamObserver<AddSuppressionResponse> response) {
    var since =
        suppressions.add(
            Caller.current().workspaceId(),
            address(request.getChannel(), request.getAddress()),
            request.getReason());
    response.onNext(
        AddSuppressionResponse.newBuilder().setSuppressedAt(ValueWire.toTimestamp(since)).build());
    response.onCompleted();
  }

  @Override
  public void removeSuppression(
      RemoveSuppressionRequest request, StreamObserver<RemoveSuppressionResponse> response) {
    boolean removed =
        suppressions.remove(
            Caller.current().workspaceId(), address(request.getChannel(), request.getAddress()));
    response.onNext(RemoveSuppressionResponse.newBuilder().setRemoved(removed).build());
    response.onCompleted();
  }

  @Override
  public void batchGetSuppressions(
      BatchGetSuppressionsRequest request, StreamObserver<BatchGetSuppressionsResponse> response) {
    var suppressed =
        suppressions.among(
            Caller.current().workspaceId(),
            ChannelWire.toDomain(request.getChannel()),
            request.getAddressesList());
    response.onNext(
        BatchGetSuppressionsResponse.newBuilder()
            .addAllSuppressed(
                request.getAddressesList().stream().map(suppressed::contains).toList())
            .build());
    response.onCompleted();
  }

  private static Address address(Channel channel, String address) {
    try {
      return Address.of(ChannelWire.toDomain(channel), address);
    } catch (IllegalArgumentException e) {
      throw Faults.invalid(
          channel == Channel.CHANNEL_PUSH ? "channel" : "address", String.valueOf(e.getMessage()));
    }
  }
}
