package io.tidings.segment.testing;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.StreamEventsRequest;
import io.tidings.proto.event.v1.StreamEventsResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays event-service: streams what was recorded with it, of whichever workspace asks. */
public final class EventHistory extends EventServiceGrpc.EventServiceImplBase
    implements AutoCloseable {
  private final Queue<Event> recorded = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Map<String, AtomicInteger> withheld = new ConcurrentHashMap<>();
  private final Server server;

  public EventHistory() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  public void record(List<Event> events) {
    recorded.addAll(events);
  }

  public void forget() {
    recorded.clear();
  }

  /** Breaks off as many streams after their first message. */
  public void breakOff(int streams) {
    refusals.set(streams);
  }

  /** Refuses to stream events of the name, until it is released. */
  public void withhold(String name) {
    withheld.put(name, new AtomicInteger());
  }

  public void release(String name) {
    withheld.remove(name);
  }

  /** How often events were asked for that are withheld. */
  public int asked(String name) {
    return withheld.getOrDefault(name, new AtomicInteger()).get();
  }

  @Override
  public void streamEvents(
      StreamEventsRequest request, StreamObserver<StreamEventsResponse> observer) {
    for (String name : request.getFilter().getNamesList()) {
      AtomicInteger asked = withheld.get(name);
      if (asked != null) {
        asked.incrementAndGet();
        observer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
        return;
      }
    }
    for (Event event : recorded) {
      if (request.getFilter().getNamesList().contains(event.getName())) {
        observer.onNext(StreamEventsResponse.newBuilder().addEvents(event).build());
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          observer.onError(Status.UNAVAILABLE.asRuntimeException());
          return;
        }
      }
    }
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
