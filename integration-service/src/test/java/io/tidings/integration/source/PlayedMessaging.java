package io.tidings.integration.source;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.messaging.v1.DeliveryEvent;
import io.tidings.proto.messaging.v1.DeliveryEventServiceGrpc;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsRequest;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A messaging-service on a real port that keeps what it is told of messages. */
final class PlayedMessaging extends DeliveryEventServiceGrpc.DeliveryEventServiceImplBase
    implements AutoCloseable {
  private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
  private final Server server;

  PlayedMessaging() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Those of one address. */
  List<DeliveryEvent> eventsOf(String address) {
    return events.stream().filter(event -> event.getAddress().equals(address)).toList();
  }

  @Override
  public void recordDeliveryEvents(
      RecordDeliveryEventsRequest request, StreamObserver<RecordDeliveryEventsResponse> answer) {
    events.addAll(request.getEventsList());
    answer.onNext(RecordDeliveryEventsResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
