package io.tidings.messaging.broadcast;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.tidings.messaging.audience.AudienceRefused;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendWire;
import io.tidings.messaging.template.ContentSource;
import io.tidings.messaging.template.ContentWire;
import io.tidings.messaging.template.InvalidContent;
import io.tidings.messaging.template.UnknownTemplate;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.CancelBroadcastRequest;
import io.tidings.proto.messaging.v1.CancelBroadcastResponse;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastResponse;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.GetBroadcastResponse;
import io.tidings.proto.messaging.v1.ListBroadcastsRequest;
import io.tidings.proto.messaging.v1.ListBroadcastsResponse;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

@Singleton
final class BroadcastGrpcEndpoint extends BroadcastServiceGrpc.BroadcastServiceImplBase {
  private final BroadcastService service;
  private final BroadcastRepository broadcasts;

  BroadcastGrpcEndpoint(BroadcastService service, BroadcastRepository broadcasts) {
    this.service = service;
    this.broadcasts = broadcasts;
  }

  @Override
  public void createBroadcast(
      CreateBroadcastRequest request, StreamObserver<CreateBroadcastResponse> response) {
    Broadcast broadcast;
    try {
      broadcast = service.start(Caller.current().workspaceId(), start(request));
    } catch (InvalidContent e) {
      throw ContentWire.refused(e);
    } catch (UnknownTemplate e) {
      throw Faults.notFound(String.valueOf(e.getMessage()));
    } catch (AudienceRefused e) {
      String reason = String.valueOf(e.getMessage());
      throw e.isUnknown() ? Faults.notFound(reason) : Faults.invalid("audience", reason);
    }
    response.onNext(CreateBroadcastResponse.newBuilder().setBroadcast(wire(broadcast)).build());
    response.onCompleted();
  }

  @Override
  public void getBroadcast(
      GetBroadcastRequest request, StreamObserver<GetBroadcastResponse> response) {
    Broadcast broadcast =
        broadcasts
            .find(Caller.current().workspaceId(), UUID.fromString(request.getBroadcastId()))
            .orElseThrow(() -> unknown(request.getBroadcastId()));
    response.onNext(GetBroadcastResponse.newBuilder().setBroadcast(wire(broadcast)).build());
    response.onCompleted();
  }

  @Override
  public void listBroadcasts(
      ListBroadcastsRequest request, StreamObserver<ListBroadcastsResponse> response) {
    Page<Broadcast> page =
        broadcasts.list(
            Caller.current().workspaceId(),
            Page.Request.of(request.getPageSize(), request.getPageToken()));
    response.onNext(
        ListBroadcastsResponse.newBuilder()
            .addAllBroadcasts(page.items().stream().map(BroadcastGrpcEndpoint::wire).toList())
            .setNextPageToken(page.nextToken())
            .build());
    response.onCompleted();
  }

  @Override
  public void cancelBroadcast(
      CancelBroadcastRequest request, StreamObserver<CancelBroadcastResponse> response) {
    Broadcast broadcast =
        service
            .cancel(Caller.current().workspaceId(), UUID.fromString(request.getBroadcastId()))
            .orElseThrow(() -> unknown(request.getBroadcastId()));
    response.onNext(CancelBroadcastResponse.newBuilder().setBroadcast(wire(broadcast)).build());
    response.onCompleted();
  }

  private static BroadcastService.Start start(CreateBroadcastRequest request) {
    return new BroadcastService.Start(
        request.getRequestId().isEmpty() ? null : request.getRequestId(),
        request.getName(),
        request.getAudience().toByteString(),
        ChannelWire.toDomain(request.getChannel()),
        request.hasTemplate()
            ? new ContentSource.Named(request.getTemplate())
            : new ContentSource.Inline(ContentWire.toDomain(request.getContent())),
        ValueWire.toJava(request.getDataMap()),
        SendWire.toDomain(request.getClass_(), SendClass.MARKETING),
        request.getCategory().isEmpty() ? null : request.getCategory());
  }

  private static RuntimeException unknown(String id) {
    return Faults.notFound("the workspace has no broadcast " + id);
  }

  private static io.tidings.proto.messaging.v1.Broadcast wire(Broadcast broadcast) {
    var wire =
        io.tidings.proto.messaging.v1.Broadcast.newBuilder()
            .setId(broadcast.id().toString())
            .setName(broadcast.name())
            .setAudience(audience(broadcast))
            .setChannel(ChannelWire.toWire(broadcast.channel()))
            .setState(
                switch (broadcast.state()) {
                  case RUNNING -> BroadcastState.BROADCAST_STATE_RUNNING;
                  case COMPLETED -> BroadcastState.BROADCAST_STATE_COMPLETED;
                  case CANCELLED -> BroadcastState.BROADCAST_STATE_CANCELLED;
                })
            .setRecipientCount(broadcast.recipientCount())
            .setCategory(Objects.requireNonNullElse(broadcast.category(), ""))
            .setCreatedAt(ValueWire.toTimestamp(broadcast.createdAt()));
    Instant completedAt = broadcast.completedAt();
    if (completedAt != null) {
      wire.setCompletedAt(ValueWire.toTimestamp(completedAt));
    }
    return wire.build();
  }

  private static Audience audience(Broadcast broadcast) {
    try {
      return Audience.parseFrom(broadcast.audience());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the audience on file cannot be read", e);
    }
  }
}
