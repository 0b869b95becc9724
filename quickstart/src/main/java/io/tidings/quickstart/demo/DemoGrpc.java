package io.tidings.quickstart.demo;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import java.util.List;

/** The services as a gRPC client with a secret key sees them. */
final class DemoGrpc implements AutoCloseable {
  private final ManagedChannel eventChannel;
  private final ManagedChannel segmentChannel;
  private final ManagedChannel messagingChannel;

  final EventServiceGrpc.EventServiceBlockingStub events;
  final SegmentServiceGrpc.SegmentServiceBlockingStub segments;
  final TemplateServiceGrpc.TemplateServiceBlockingStub templates;
  final BroadcastServiceGrpc.BroadcastServiceBlockingStub broadcasts;
  final AutomationServiceGrpc.AutomationServiceBlockingStub automations;
  final SendServiceGrpc.SendServiceBlockingStub sends;

  DemoGrpc(DemoTarget target) {
    ClientInterceptor key = bearer(target.secretKey());
    eventChannel = channel(target.eventGrpc(), key);
    segmentChannel = channel(target.segmentGrpc(), key);
    messagingChannel = channel(target.messagingGrpc(), key);
    events = EventServiceGrpc.newBlockingStub(eventChannel);
    segments = SegmentServiceGrpc.newBlockingStub(segmentChannel);
    templates = TemplateServiceGrpc.newBlockingStub(messagingChannel);
    broadcasts = BroadcastServiceGrpc.newBlockingStub(messagingChannel);
    automations = AutomationServiceGrpc.newBlockingStub(messagingChannel);
    sends = SendServiceGrpc.newBlockingStub(messagingChannel);
  }

  private static ManagedChannel channel(String address, ClientInterceptor key) {
    return ManagedChannelBuilder.forTarget(address).usePlaintext().intercept(key).build();
  }

  private static ClientInterceptor bearer(String key) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  @Override
  public void close() {
    List.of(eventChannel, segmentChannel, messagingChannel).forEach(ManagedChannel::shutdownNow);
  }
}
