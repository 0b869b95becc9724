package io.tidings.integration.source;

import com.google.protobuf.Timestamp;
import io.micronaut.context.annotation.Value;
import io.tidings.integration.connection.Connection;
import io.tidings.integration.source.DeliveryEvent.SendName;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.DeliveryEventKind;
import io.tidings.proto.messaging.v1.DeliveryEventServiceGrpc;
import io.tidings.proto.messaging.v1.DeliveryEventServiceGrpc.DeliveryEventServiceBlockingStub;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsRequest;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.List;

/** Hands on what webhooks tell of messages, to messaging-service, which has the sends. */
@Singleton
final class DeliveriesClient {
  private static final int MAX_BATCH = 2_000;
  private static final int MAX_REASON = 1_000;
  private static final int MAX_ADDRESS = 1_000;

  private final DeliveryEventServiceBlockingStub messaging;
  private final String serviceName;

  DeliveriesClient(
      ServiceChannels channels, @Value("${micronaut.application.name}") String serviceName) {
    this.messaging = DeliveryEventServiceGrpc.newBlockingStub(channels.to("messaging"));
    this.serviceName = serviceName;
  }

  /** Durable when this returns. */
  void take(Connection<Source> from, List<DeliveryEvent> events) {
    Caller self = Caller.service(serviceName, from.workspaceId());
    for (int start = 0; start < events.size(); start += MAX_BATCH) {
      RecordDeliveryEventsRequest.Builder request = RecordDeliveryEventsRequest.newBuilder();
      events
          .subList(start, Math.min(events.size(), start + MAX_BATCH))
          .forEach(event -> request.addEvents(wire(event)));
      var unused = self.call(() -> messaging.recordDeliveryEvents(request.build()));
    }
  }

  private static io.tidings.proto.messaging.v1.DeliveryEvent wire(DeliveryEvent event) {
    var wire =
        io.tidings.proto.messaging.v1.DeliveryEvent.newBuilder()
            .setKind(wire(event.kind()))
            .setChannel(
                switch (event.medium()) {
                  case EMAIL -> Channel.CHANNEL_EMAIL;
                  case SMS -> Channel.CHANNEL_SMS;
                })
            .setAddress(shortened(event.address(), MAX_ADDRESS))
            .setReason(shortened(event.reason(), MAX_REASON))
            .setOccurredAt(
                Timestamp.newBuilder()
                    .setSeconds(event.occurredAt().getEpochSecond())
                    .setNanos(event.occurredAt().getNano()));
    switch (event.send()) {
      case SendName.Id(var id) -> {
        if (id != null) {
          wire.setSendId(id.toString());
        }
      }
      case SendName.Reference(var provider, var reference) ->
          wire.setProvider(provider).setProviderReference(shortened(reference, MAX_REASON));
    }
    return wire.build();
  }

  private static DeliveryEventKind wire(DeliveryEvent.Kind kind) {
    return switch (kind) {
      case DELIVERED -> DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED;
      case HARD_BOUNCE -> DeliveryEventKind.DELIVERY_EVENT_KIND_HARD_BOUNCE;
      case SOFT_BOUNCE -> DeliveryEventKind.DELIVERY_EVENT_KIND_SOFT_BOUNCE;
      case COMPLAINT -> DeliveryEventKind.DELIVERY_EVENT_KIND_COMPLAINT;
      case OPENED -> DeliveryEventKind.DELIVERY_EVENT_KIND_OPENED;
      case CLICKED -> DeliveryEventKind.DELIVERY_EVENT_KIND_CLICKED;
    };
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
