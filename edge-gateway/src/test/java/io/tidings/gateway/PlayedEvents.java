package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.event.v1.BatchGetEventSpansRequest;
import io.tidings.proto.event.v1.BatchGetEventSpansResponse;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventRejected;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventSpan;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.ListEventsResponse;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordEventsResponse;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.event.v1.Recorded;
import io.tidings.proto.value.v1.Typing;
import io.tidings.rpc.Faults;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is told by workspace; refuses names that are too long and leaves out a property
 * {@code not_a_number}.
 */
final class PlayedEvents extends EventServiceGrpc.EventServiceImplBase {
  /** For a workspace of such a name the service is away. */
  static final String AWAY = "events-away";

  private final Map<String, List<List<Event>>> batches = new ConcurrentHashMap<>();
  private final Map<String, List<Typing>> typings = new ConcurrentHashMap<>();

  /** How what came with the calls was to be typed, in the order of the calls. */
  List<Typing> typings(String workspace) {
    return typings.getOrDefault(workspace, List.of());
  }

  /** What was recorded by each call, in the order of the calls. */
  List<List<Event>> batches(String workspace) {
    return batches.getOrDefault(workspace, List.of());
  }

  @Override
  public void recordEvents(
      RecordEventsRequest request, StreamObserver<RecordEventsResponse> answer) {
    if (PlayedServices.workspace().equals(AWAY)) {
      throw Faults.unavailable("the database is away", Duration.ofMillis(1500));
    }
    typings
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request.getTyping());
    batches
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request.getEventsList().stream().filter(PlayedEvents::isGood).toList());
    var response = RecordEventsResponse.newBuilder();
    request.getEventsList().forEach(event -> response.addOutcomes(outcome(event)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetEventSpans(
      BatchGetEventSpansRequest request, StreamObserver<BatchGetEventSpansResponse> answer) {
    var response = BatchGetEventSpansResponse.newBuilder();
    request.getProfileIdsList().forEach(profileId -> response.addSpans(span(profileId)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  /** Knows no pages; the token says in which order, and without what, it was asked. */
  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
    var filter = request.getFilter();
    var found =
        batches(PlayedServices.workspace()).stream()
            .flatMap(List::stream)
            .filter(event -> event.getProfileId().equals(filter.getProfileId()))
            .filter(event ->
                filter.getNamesCount() == 0 || filter.getNamesList().contains(event.getName()))
            .filter(event -> !filter.getExceptNamesList().contains(event.getName()))
            .limit(request.getPageSize());
    answer.onNext(
        ListEventsResponse.newBuilder()
            .addAllEvents(found.toList())
            .setNextPageToken(
                "%s from %d to %d after '%s'"
                    .formatted(
                        request.getOldestFirst() ? "oldest" : "newest",
                        filter.getFrom().getSeconds(),
                        filter.getTo().getSeconds(),
                        request.getPageToken()))
            .build());
    answer.onCompleted();
  }

  private EventSpan span(String profileId) {
    var times =
        batches(PlayedServices.workspace()).stream()
            .flatMap(List::stream)
            .filter(event -> event.getProfileId().equals(profileId))
            .sorted(Comparator.comparingLong(event -> event.getOccurredAt().getSeconds()))
            .toList();
    return times.isEmpty()
        ? EventSpan.getDefaultInstance()
        : EventSpan.newBuilder()
            .setFirstOccurredAt(times.getFirst().getOccurredAt())
            .setFirstMessageId(times.getFirst().getMessageId())
            .setLastOccurredAt(times.getLast().getOccurredAt())
            .setLastMessageId(times.getLast().getMessageId())
            .build();
  }

  private static RecordOutcome outcome(Event event) {
    return isGood(event)
        ? RecordOutcome.newBuilder()
            .setRecorded(
                Recorded.newBuilder()
                    .setMessageId(event.getMessageId())
                    .addAllIgnored(ignored(event)))
            .build()
        : RecordOutcome.newBuilder()
            .setRejected(
                EventRejected.newBuilder()
                    .setField("name")
                    .setReason("has more than 255 characters"))
            .build();
  }

  private static List<EventRejected> ignored(Event event) {
    return event.containsProperties("not_a_number")
        ? List.of(
            EventRejected.newBuilder()
                .setField("properties.not_a_number")
                .setReason("'many' is no number")
                .build())
        : List.of();
  }

  private static boolean isGood(Event event) {
    return event.getName().length() <= 255;
  }
}
