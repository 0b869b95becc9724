package io.tidings.segment.history;

import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.StreamEventsRequest;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import io.tidings.segment.event.RecordedEvent;
import io.tidings.segment.event.RecordedEventWire;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/** Asks event-service for all that ever happened. */
@Singleton
final class EventHistoryClient {
  private final ServiceChannels channels;

  EventHistoryClient(ServiceChannels channels) {
    this.channels = channels;
  }

  /** Hands over every event of the name, some at a time, at the pace at which they are taken. */
  void stream(String workspaceId, String name, Consumer<List<RecordedEvent>> taker) {
    Caller.service("segment", workspaceId)
        .run(() ->
            EventServiceGrpc.newBlockingStub(channels.to("event"))
                .streamEvents(
                    StreamEventsRequest.newBuilder()
                        .setFilter(EventFilter.newBuilder().addNames(name))
                        .build())
                .forEachRemaining(response ->
                    taker.accept(
                        response.getEventsList().stream().map(RecordedEventWire::read).toList())));
  }
}
