package io.tidings.messaging.delivery;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.DeliveryEvent;
import io.tidings.proto.messaging.v1.DeliveryEventServiceGrpc;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsRequest;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code tidings.messaging.v1.DeliveryEventService}. */
@Singleton
final class DeliveryEventGrpcEndpoint
    extends DeliveryEventServiceGrpc.DeliveryEventServiceImplBase {
  private final DeliveryReports reports;

  DeliveryEventGrpcEndpoint(DeliveryReports reports) {
    this.reports = reports;
  }

  @Override
  public void recordDeliveryEvents(
      RecordDeliveryEventsRequest request, StreamObserver<RecordDeliveryEventsResponse> response) {
    reports.take(
        Caller.current().workspaceId(),
        request.getEventsList().stream().map(DeliveryEventGrpcEndpoint::report).toList());
    response.onNext(RecordDeliveryEventsResponse.getDefaultInstance());
    response.onCompleted();
  }

  private static DeliveryReport report(DeliveryEvent event) {
    return new DeliveryReport(
        event.getSendId().isEmpty() ? null : UUID.fromString(event.getSendId()),
        event.getProvider(),
        new Receipt(
            event.getProviderReference(),
            state(event),
            Outcome.hidden(event.getAddress(), event.getReason()),
            ValueWire.toInstant(event.getOccurredAt())),
        ChannelWire.toDomain(event.getChannel()),
        event.getAddress(),
        suppressed(event));
  }

  private static Receipt.State state(DeliveryEvent event) {
    return switch (event.getKind()) {
      case DELIVERY_EVENT_KIND_DELIVERED -> Receipt.State.DELIVERED;
      case DELIVERY_EVENT_KIND_HARD_BOUNCE, DELIVERY_EVENT_KIND_SOFT_BOUNCE ->
          Receipt.State.BOUNCED;
      case DELIVERY_EVENT_KIND_COMPLAINT -> Receipt.State.COMPLAINED;
      case DELIVERY_EVENT_KIND_OPENED -> Receipt.State.OPENED;
      case DELIVERY_EVENT_KIND_CLICKED -> Receipt.State.CLICKED;
      case DELIVERY_EVENT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw Faults.invalid("kind", "must say what happened");
    };
  }

  private static @Nullable String suppressed(DeliveryEvent event) {
    return switch (event.getKind()) {
      case DELIVERY_EVENT_KIND_HARD_BOUNCE -> "hard_bounce";
      case DELIVERY_EVENT_KIND_COMPLAINT -> "complaint";
      case DELIVERY_EVENT_KIND_DELIVERED,
          DELIVERY_EVENT_KIND_SOFT_BOUNCE,
          DELIVERY_EVENT_KIND_OPENED,
          DELIVERY_EVENT_KIND_CLICKED,
          DELIVERY_EVENT_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          null;
    };
  }
}
