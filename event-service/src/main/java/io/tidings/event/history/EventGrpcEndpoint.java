package io.tidings.event.history;

import io.grpc.stub.StreamObserver;
import io.tidings.event.definition.TypedEvents;
import io.tidings.event.definition.TypedEvents.TypedEvent;
import io.tidings.event.history.History.Recording;
import io.tidings.proto.event.v1.BatchGetEventSpansRequest;
import io.tidings.proto.event.v1.BatchGetEventSpansResponse;
import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.CountEventsResponse;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceImplBase;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.ListEventsResponse;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.event.v1.RecordEventResponse;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordEventsResponse;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.event.v1.StreamEventsRequest;
import io.tidings.proto.event.v1.StreamEventsResponse;
import io.tidings.rpc.Answers;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.Part;
import io.tidings.rpc.PartStream;
import io.tidings.typing.Typing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** History over gRPC. */
@Singleton
final class EventGrpcEndpoint extends EventServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int STREAMED_AT_ONCE = 1_000;
  private static final EventRejected ERASED =
      EventRejected.newBuilder()
          .setField("profile_id")
          .setReason("this profile was erased: nothing of it is recorded")
          .build();

  private final History history;
  private final TypedEvents typedEvents;
  private final EventSpans spans;
  private final Clock clock;

  EventGrpcEndpoint(History history, TypedEvents typedEvents, EventSpans spans, Clock clock) {
    this.history = history;
    this.typedEvents = typedEvents;
    this.spans = spans;
    this.clock = clock;
  }

  @Override
  public void recordEvent(RecordEventRequest request, StreamObserver<RecordEventResponse> answer) {
    EventRejected fault = OfferedEvents.fault(request.getEvent());
    if (fault != null) {
      throw Faults.invalid("event." + fault.getField(), fault.getReason());
    }
    TypedEvent typed =
        typedEvents
            .typed(workspaceId(), Typing.fromWire(request.getTyping()), List.of(request.getEvent()))
            .getFirst();
    RecordedEvent event = OfferedEvents.read(typed.event(), clock.instant());
    Answers.when(
        history.record(workspaceId(), List.of(event)),
        answer,
        recordings -> response(event, recordings.getFirst(), typed.ignored()));
  }

  private static RecordEventResponse response(
      RecordedEvent event, Recording recording, List<EventRejected> ignored) {
    if (recording == Recording.ERASED) {
      throw Faults.invalid("event." + ERASED.getField(), ERASED.getReason());
    }
    return RecordEventResponse.newBuilder()
        .setMessageId(event.messageId())
        .setDuplicate(recording == Recording.DUPLICATE)
        .addAllIgnored(ignored)
        .build();
  }

  @Override
  public void recordEvents(
      RecordEventsRequest request, StreamObserver<RecordEventsResponse> answer) {
    Instant now = clock.instant();
    List<Event> offered = new ArrayList<>(request.getEventsCount());
    List<@Nullable EventRejected> faults = new ArrayList<>(request.getEventsCount());
    for (Event event : request.getEventsList()) {
      EventRejected fault = OfferedEvents.fault(event);
      faults.add(fault);
      if (fault == null) {
        offered.add(event);
      }
    }
    List<TypedEvent> typed =
        typedEvents.typed(workspaceId(), Typing.fromWire(request.getTyping()), offered);
    List<RecordedEvent> valid =
        typed.stream().map(each -> OfferedEvents.read(each.event(), now)).toList();
    Answers.when(
        history.record(workspaceId(), valid),
        answer,
        recordings -> response(faults, valid, recordings, typed));
  }

  private static RecordEventsResponse response(
      List<@Nullable EventRejected> faults,
      List<RecordedEvent> valid,
      List<Recording> recorded,
      List<TypedEvent> typed) {
    Iterator<RecordedEvent> events = valid.iterator();
    Iterator<Recording> recordings = recorded.iterator();
    Iterator<TypedEvent> types = typed.iterator();
    RecordEventsResponse.Builder response = RecordEventsResponse.newBuilder();
    for (EventRejected fault : faults) {
      response.addOutcomes(
          fault != null
              ? RecordOutcome.newBuilder().setRejected(fault).build()
              : outcome(events.next(), recordings.next(), types.next().ignored()));
    }
    return response.build();
  }

  private static RecordOutcome outcome(
      RecordedEvent event, Recording recording, List<EventRejected> ignored) {
    RecordOutcome.Builder outcome = RecordOutcome.newBuilder();
    switch (recording) {
      case RECORDED, DUPLICATE ->
          outcome
              .getRecordedBuilder()
              .setMessageId(event.messageId())
              .setDuplicate(recording == Recording.DUPLICATE)
              .addAllIgnored(ignored);
      case ERASED -> outcome.setRejected(ERASED);
    }
    return outcome.build();
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    Filter filter = filter(request.getFilter());
    Order order = request.getOldestFirst() ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
    Part<RecordedEvent> page =
        history.page(workspaceId(), filter, order, position(request.getPageToken()), size);
    ListEventsResponse.Builder response =
        ListEventsResponse.newBuilder().addAllEvents(toWire(page.items()));
    if (!page.isLast()) {
      response.setNextPageToken(Position.of(page.items().getLast()).token());
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void countEvents(CountEventsRequest request, StreamObserver<CountEventsResponse> answer) {
    long count = history.count(workspaceId(), filter(request.getFilter()));
    answer.onNext(CountEventsResponse.newBuilder().setCount(count).build());
    answer.onCompleted();
  }

  @Override
  public void batchGetEventSpans(
      BatchGetEventSpansRequest request, StreamObserver<BatchGetEventSpansResponse> answer) {
    List<UUID> profileIds = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    Map<UUID, EventSpan> found = spans.of(workspaceId(), profileIds);
    BatchGetEventSpansResponse.Builder response = BatchGetEventSpansResponse.newBuilder();
    for (UUID profileId : profileIds) {
      response.addSpans(HistoryEvents.toWire(found.get(profileId)));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void streamEvents(
      StreamEventsRequest request, StreamObserver<StreamEventsResponse> answer) {
    String workspaceId = workspaceId();
    Filter filter = filter(request.getFilter());
    PartStream.answer(
        answer,
        (@Nullable RecordedEvent last) ->
            history.page(
                workspaceId,
                filter,
                Order.NEWEST_FIRST,
                last == null ? null : Position.of(last),
                STREAMED_AT_ONCE),
        part -> StreamEventsResponse.newBuilder().addAllEvents(toWire(part)).build());
  }

  private static List<Event> toWire(List<RecordedEvent> events) {
    return events.stream().map(HistoryEvents::toWire).toList();
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static Filter filter(EventFilter filter) {
    return new Filter(
        filter.getProfileId().isEmpty() ? null : UUID.fromString(filter.getProfileId()),
        filter.getNamesList(),
        filter.getExceptNamesList(),
        filter.hasFrom() ? instant("filter.from", filter.getFrom()) : null,
        filter.hasTo() ? instant("filter.to", filter.getTo()) : null);
  }

  private static Instant instant(String field, com.google.protobuf.Timestamp timestamp) {
    if (!OfferedEvents.isValid(timestamp)) {
      throw Faults.invalid(
          field,
          "%d seconds are no time between the years 1 and 9999".formatted(timestamp.getSeconds()));
    }
    return HistoryEvents.instant(timestamp);
  }

  private static @Nullable Position position(String pageToken) {
    if (pageToken.isEmpty()) {
      return null;
    }
    Position position = Position.parse(pageToken);
    if (position == null) {
      throw Faults.invalid(
          "page_token", "it was not given out here: give next_page_token of the page before");
    }
    return position;
  }
}
