package io.tidings.event.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.ReceivedFact;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.event.v1.BatchGetEventSpansRequest;
import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.event.v1.ListEventsRequest;
import io.tidings.proto.event.v1.ListEventsResponse;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.event.v1.RecordEventsRequest;
import io.tidings.proto.event.v1.RecordOutcome;
import io.tidings.proto.event.v1.StreamEventsRequest;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import io.tidings.testing.ServiceTest;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.util.ExceptionUtils;

@MicronautTest(transactional = false)
class HistoryTest extends ServiceTest {
  private static final io.tidings.proto.event.v1.EventSpan NO_EVENTS =
      io.tidings.proto.event.v1.EventSpan.getDefaultInstance();

  private final UUID ada = UUID.randomUUID();

  private EventServiceBlockingStub in(String workspaceId) {
    return EventServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  private static Event.Builder event(UUID profileId, String messageId, String name) {
    return Event.newBuilder()
        .setProfileId(profileId.toString())
        .setMessageId(messageId)
        .setName(name);
  }

  private static Timestamp at(String instant) {
    return Timestamp.newBuilder().setSeconds(Instant.parse(instant).getEpochSecond()).build();
  }

  private static void record(EventServiceBlockingStub events, Event... batch) {
    events.recordEvents(RecordEventsRequest.newBuilder().addAllEvents(List.of(batch)).build());
  }

  private static long count(EventServiceBlockingStub events, Consumer<EventFilter.Builder> filter) {
    var request = CountEventsRequest.newBuilder();
    filter.accept(request.getFilterBuilder());
    return events.countEvents(request.build()).getCount();
  }

  private static List<Event> list(
      EventServiceBlockingStub events, Consumer<EventFilter.Builder> filter) {
    var request = ListEventsRequest.newBuilder().setPageSize(1_000);
    filter.accept(request.getFilterBuilder());
    return events.listEvents(request.build()).getEventsList();
  }

  @Test
  @DisplayName("behaviour 3: an event is stored with its date and its properties")
  void keepsEveryKindOfValueAsItCame() {
    var events = in(newWorkspace());
    Event offered =
        event(ada, "m-1", "Order Completed")
            .setOccurredAt(at("2026-03-01T12:00:00Z"))
            .putProperties("text", Value.newBuilder().setText("a \"quoted\" 🙂 \u0000").build())
            .putProperties("number", Value.newBuilder().setNumber(1e308).build())
            .putProperties("flag", Value.newBuilder().setBoolean(true).build())
            .putProperties(
                "moment", Value.newBuilder().setDateTime(at("1969-01-01T00:00:00Z")).build())
            .putProperties("nothing", Value.getDefaultInstance())
            .putProperties(
                "items",
                Value.newBuilder()
                    .setList(
                        ValueList.newBuilder()
                            .addValues(
                                Value.newBuilder()
                                    .setObject(
                                        ValueObject.newBuilder()
                                            .putValues(
                                                "a.b", Value.newBuilder().setNumber(1).build()))))
                    .build())
            .build();

    record(events, offered);

    Event found = list(events, filter -> {}).getFirst();
    assertThat(found.hasReceivedAt()).isTrue();
    assertThat(found.toBuilder().clearReceivedAt().build()).isEqualTo(offered);
  }

  @Test
  @DisplayName("behaviour 27: a past event counts where its date puts it")
  void aPastEventCountsWhereItsDatePutsIt() {
    var events = in(newWorkspace());
    record(
        events,
        event(ada, "old", "Paid").setOccurredAt(at("2025-01-01T00:00:00Z")).build(),
        event(ada, "new", "Paid").setOccurredAt(at("2026-01-01T00:00:00Z")).build());

    assertThat(count(events, it -> it.setFrom(at("2025-06-01T00:00:00Z")))).isEqualTo(1);
    assertThat(count(events, it -> it.setTo(at("2025-06-01T00:00:00Z")))).isEqualTo(1);
    assertThat(list(events, it -> {}))
        .extracting(Event::getMessageId)
        .containsExactly("new", "old");
  }

  @Test
  void aRepeatedMessageCountsOnceWithinABatchAndAcross() {
    var events = in(newWorkspace());
    Event once = event(ada, "m-1", "Paid").build();
    var batch =
        RecordEventsRequest.newBuilder()
            .addEvents(once)
            .addEvents(once)
            .addEvents(event(ada, "m-2", "Paid"))
            .build();

    List<RecordOutcome> first = events.recordEvents(batch).getOutcomesList();
    List<RecordOutcome> again = events.recordEvents(batch).getOutcomesList();

    assertThat(first)
        .extracting(it -> it.getRecorded().getDuplicate())
        .containsExactly(false, true, false);
    assertThat(again).extracting(it -> it.getRecorded().getDuplicate()).containsOnly(true);
    assertThat(count(events, it -> {})).isEqualTo(2);
  }

  @Test
  void aMessageOfOneWorkspaceIsNoneOfAnother() {
    var events = in(newWorkspace());
    var others = in(newWorkspace());
    record(events, event(ada, "m-1", "Paid").build());

    assertThat(count(others, it -> {})).isZero();
    record(others, event(ada, "m-1", "Paid").build());
    assertThat(count(others, it -> it.setProfileId(ada.toString()))).isEqualTo(1);
  }

  @Test
  void batchesThatShareMessagesDoNotBlockEachOther() throws Exception {
    var events = in(newWorkspace());
    List<Event> batch =
        IntStream.range(0, 200).mapToObj(i -> event(ada, "m-" + i, "Paid").build()).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        List<Event> order = i % 2 == 0 ? batch : batch.reversed();
        calls.add(
            threads.submit(() ->
                events.recordEvents(RecordEventsRequest.newBuilder().addAllEvents(order).build())));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(count(events, it -> {})).isEqualTo(200);
  }

  @Test
  void singleEventsOfManyCallersShareTransactionsAndCountOnceEach() throws Exception {
    var one = in(newWorkspace());
    var other = in(newWorkspace());
    AtomicInteger fresh = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        var events = i % 2 == 0 ? one : other;
        var request =
            RecordEventRequest.newBuilder().setEvent(event(ada, "m-" + i / 2 % 50, "Paid")).build();
        calls.add(
            threads.submit(() -> {
              if (!events.recordEvent(request).getDuplicate()) {
                fresh.incrementAndGet();
              }
            }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(fresh).hasValue(100);
    assertThat(count(one, it -> {})).isEqualTo(50);
    assertThat(count(other, it -> {})).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({
    "not-a-uuid,   m,  Paid, profile_id, 'not-a-uuid'",
    "'',           m,  Paid, profile_id, UUID",
    "00000000-0000-0000-0000-000000000001, m, '', name, 1 to 255",
    "00000000-0000-0000-0000-000000000001, m, '  ', name, 1 to 255",
  })
  void aBrokenEventIsRefusedByNameAndTheGoodOnesLive(
      String profileId, String messageId, String name, String field, String reason) {
    var events = in(newWorkspace());
    Event broken =
        Event.newBuilder().setProfileId(profileId).setMessageId(messageId).setName(name).build();
    var batch =
        RecordEventsRequest.newBuilder()
            .addEvents(broken)
            .addEvents(event(ada, "good", "Paid"))
            .build();

    List<RecordOutcome> outcomes = events.recordEvents(batch).getOutcomesList();

    assertThat(outcomes.get(0).getRejected().getField()).isEqualTo(field);
    assertThat(outcomes.get(0).getRejected().getReason()).contains(reason);
    assertThat(outcomes.get(1).hasRecorded()).isTrue();
    assertThat(count(events, it -> {})).isEqualTo(1);
    assertThatThrownBy(
            () -> events.recordEvent(RecordEventRequest.newBuilder().setEvent(broken).build()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("event." + field);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101})
  void aMessageIdHasAtMost100Characters(int length) {
    var events = in(newWorkspace());
    var outcome =
        events
            .recordEvents(
                RecordEventsRequest.newBuilder()
                    .addEvents(event(ada, "m".repeat(length), "Paid"))
                    .build())
            .getOutcomes(0);

    assertThat(outcome.hasRecorded()).isEqualTo(length == 100);
  }

  @Test
  void pagesThroughHistoryWithoutGapOrRepetition() {
    var events = in(newWorkspace());
    Event[] many =
        IntStream.range(0, 25)
            .mapToObj(i ->
                event(ada, "m-%02d".formatted(i), i % 2 == 0 ? "Even" : "Odd")
                    .setOccurredAt(at("2026-01-01T00:00:0" + i / 5 + "Z"))
                    .build())
            .toArray(Event[]::new);
    record(events, many);

    List<String> seen = everyPageOf(events, 10);

    assertThat(seen)
        .hasSize(25)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(list(events, it -> it.addNames("Odd"))).hasSize(12);
    assertThatThrownBy(
            () -> events.listEvents(ListEventsRequest.newBuilder().setPageToken("made up").build()))
        .hasMessageContaining("page_token");
  }

  @Test
  void listsTheOldestFirstAndWithoutSomeNamesToWhoAsks() {
    var events = in(newWorkspace());
    for (int day = 1; day <= 5; day++) {
      record(
          events,
          event(ada, "m-" + day, day == 3 ? "Odd" : "Paid")
              .setOccurredAt(at("2026-01-0" + day + "T00:00:00Z"))
              .build());
    }
    var request = ListEventsRequest.newBuilder().setPageSize(3).setOldestFirst(true);
    request.getFilterBuilder().addExceptNames("Odd").addExceptNames("Never");
    ListEventsResponse first = events.listEvents(request.build());
    ListEventsResponse rest =
        events.listEvents(request.setPageToken(first.getNextPageToken()).build());

    assertThat(first.getEventsList())
        .extracting(Event::getMessageId)
        .containsExactly("m-1", "m-2", "m-4");
    assertThat(rest.getEventsList()).extracting(Event::getMessageId).containsExactly("m-5");
    assertThat(rest.getNextPageToken()).isEmpty();
  }

  @Test
  void tellsTheFirstAndTheLastEventOfEachOfManyProfiles() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    UUID quiet = UUID.randomUUID();
    UUID bob = UUID.randomUUID();
    record(
        events,
        event(ada, "middle", "Paid").setOccurredAt(at("2026-02-01T00:00:00Z")).build(),
        event(ada, "first", "Seen").setOccurredAt(at("2026-01-01T00:00:00Z")).build(),
        event(ada, "last", "Paid").setOccurredAt(at("2026-03-01T00:00:00Z")).build(),
        event(bob, "only", "Seen").setOccurredAt(at("2026-01-15T00:00:00Z")).build());
    var request =
        BatchGetEventSpansRequest.newBuilder()
            .addProfileIds(quiet.toString())
            .addProfileIds(ada.toString())
            .addProfileIds(bob.toString())
            .build();

    assertThat(events.batchGetEventSpans(request).getSpansList())
        .containsExactly(
            NO_EVENTS,
            io.tidings.proto.event.v1.EventSpan.newBuilder()
                .setFirstOccurredAt(at("2026-01-01T00:00:00Z"))
                .setFirstMessageId("first")
                .setLastOccurredAt(at("2026-03-01T00:00:00Z"))
                .setLastMessageId("last")
                .build(),
            io.tidings.proto.event.v1.EventSpan.newBuilder()
                .setFirstOccurredAt(at("2026-01-15T00:00:00Z"))
                .setFirstMessageId("only")
                .setLastOccurredAt(at("2026-01-15T00:00:00Z"))
                .setLastMessageId("only")
                .build());
    assertThat(in(newWorkspace()).batchGetEventSpans(request).getSpansList())
        .containsOnly(NO_EVENTS);
  }

  @Test
  void streamsHistoryLargerThanAMessage() {
    var events = in(newWorkspace());
    for (int part = 0; part < 3; part++) {
      String prefix = "m-" + part + "-";
      record(
          events,
          IntStream.range(0, 900)
              .mapToObj(i -> event(ada, prefix + i, "Paid").build())
              .toArray(Event[]::new));
    }
    List<String> seen = new ArrayList<>();
    events
        .streamEvents(StreamEventsRequest.getDefaultInstance())
        .forEachRemaining(part -> part.getEventsList().forEach(it -> seen.add(it.getMessageId())));

    assertThat(seen).hasSize(2_700).doesNotHaveDuplicates();
  }

  @Test
  void cutsHistoryOfLargeEventsIntoMessagesThatCanBeTaken() {
    var events = in(newWorkspace());
    Value text = Value.newBuilder().setText("x".repeat(20_000)).build();
    List<String> recorded = IntStream.range(0, 1_000).mapToObj(i -> "m-" + i).toList();
    for (int from = 0; from < recorded.size(); from += 500) {
      record(
          events,
          recorded.subList(from, from + 500).stream()
              .map(id -> event(ada, id, "Read").putProperties("text", text).build())
              .toArray(Event[]::new));
    }

    List<String> streamed = new ArrayList<>();
    events
        .streamEvents(StreamEventsRequest.getDefaultInstance())
        .forEachRemaining(
            part -> part.getEventsList().forEach(it -> streamed.add(it.getMessageId())));
    List<String> listed = everyPageOf(events, 1_000);

    assertThat(streamed).containsExactlyInAnyOrderElementsOf(recorded);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(recorded);
  }

  private static List<String> everyPageOf(EventServiceBlockingStub events, int size) {
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListEventsResponse page =
          events.listEvents(
              ListEventsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
      page.getEventsList().forEach(it -> seen.add(it.getMessageId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return seen;
  }

  @Test
  void historyFollowsAMergeAndSoDoEventsThatComeLater() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    UUID anonymous = UUID.randomUUID();
    record(
        events,
        event(anonymous, "m-1", "Seen").build(),
        event(anonymous, "both", "Seen").build(),
        event(ada, "both", "Seen").build());

    consume(workspaceId, anonymous, UserFacts.merged(anonymous, ada));
    consume(workspaceId, anonymous, UserFacts.merged(anonymous, ada));
    record(events, event(anonymous, "late", "Seen").build());
    record(events, event(anonymous, "m-1", "Seen").build());

    assertThat(count(events, it -> it.setProfileId(anonymous.toString()))).isZero();
    assertThat(list(events, it -> it.setProfileId(ada.toString())))
        .extracting(Event::getMessageId)
        .containsExactlyInAnyOrder("m-1", "both", "late");
  }

  @Test
  void mergesThatArriveInTheWrongOrderEndInTheSameHistory() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    record(events, event(first, "m-1", "Seen").build(), event(second, "m-2", "Seen").build());

    consume(workspaceId, second, UserFacts.merged(second, ada));
    consume(workspaceId, first, UserFacts.merged(first, second));

    assertThat(count(events, it -> it.setProfileId(ada.toString()))).isEqualTo(2);
  }

  @Test
  void nothingOfAnErasedProfileIsKeptOrComesBack() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    record(events, event(ada, "m-1", "Seen").build());

    consume(workspaceId, ada, ProfileErased.newBuilder().setProfileId(ada.toString()).build());
    var outcome =
        events
            .recordEvents(
                RecordEventsRequest.newBuilder().addEvents(event(ada, "m-2", "Seen")).build())
            .getOutcomes(0);

    assertThat(outcome.getRejected().getReason()).contains("erased");
    assertThat(count(events, it -> {})).isZero();
    assertThat(erased(workspaceId))
        .containsExactly(Removal.newBuilder().setWhat("events").setCount(1).build());
  }

  @Test
  void anErasureCountsWhatAMergeJustBeforeItBrought() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    UUID anonymous = UUID.randomUUID();
    record(
        events,
        event(ada, "m-1", "Seen").build(),
        event(anonymous, "m-2", "Seen").build(),
        event(anonymous, "m-3", "Seen").build());

    consume(
        fact(workspaceId, ada, UserFacts.merged(anonymous, ada)),
        fact(workspaceId, ada, ProfileErased.newBuilder().setProfileId(ada.toString()).build()));

    assertThat(count(events, it -> {})).isZero();
    assertThat(erased(workspaceId))
        .containsExactly(Removal.newBuilder().setWhat("events").setCount(3).build());
  }

  private List<Removal> erased(String workspaceId) {
    // An erasure from before they were reported goes by the profile's id.
    return ErasureReportServiceGrpc.newBlockingStub(channel(workspaceId))
        .getErasureReport(GetErasureReportRequest.newBuilder().setErasureId(ada.toString()).build())
        .getReport()
        .getRemovalsList();
  }

  @Test
  @SuppressWarnings("unchecked")
  void anErrorOfTheDatabaseQuotesNothingOfTheRow() {
    var transactions = (TransactionOperations<Connection>) bean(TransactionOperations.class);

    assertThatThrownBy(() ->
            transactions.executeWrite(status -> {
              try (var insert = status.getConnection().createStatement()) {
                return insert.executeUpdate(
                    """
                    INSERT INTO departed_profile (workspace_id, profile_id)
                    SELECT 'ada@example.com', '019a8f6e-0000-7000-8000-000000000000'
                      FROM generate_series(1, 2)
                    """);
              }
            }))
        .hasStackTraceContaining("departed_profile_pkey")
        .satisfies(failure ->
            assertThat(ExceptionUtils.readStackTrace(failure)).doesNotContain("ada@example.com"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void aMergeOfTenThousandEventsHoldsUpNobody() {
    String workspaceId = newWorkspace();
    var events = in(workspaceId);
    UUID anonymous = UUID.randomUUID();
    for (int batch = 0; batch < 4; batch++) {
      int from = batch * 2_500;
      record(
          events,
          IntStream.range(from, from + 2_500)
              .mapToObj(i -> event(anonymous, "m-" + i, "Page view").build())
              .toArray(Event[]::new));
    }
    var fact = fact(workspaceId, anonymous, UserFacts.merged(anonymous, ada));
    bean(ProfileFactsConsumer.class).prepare(List.of(fact));
    ((TransactionOperations<Connection>) bean(TransactionOperations.class))
        .executeWrite(status -> {
          bean(ProfileFactsConsumer.class).consume(List.of(fact));
          // The move is made and not committed: were anybody to wait for it, it would be these.
          record(events, event(ada, "of the survivor", "Page view").build());
          record(events, event(UUID.randomUUID(), "of another", "Page view").build());
          return true;
        });

    assertThat(count(events, filter -> filter.setProfileId(ada.toString()))).isEqualTo(10_001);
    assertThat(count(events, filter -> filter.setProfileId(anonymous.toString()))).isZero();
  }

  private void consume(String workspaceId, UUID profileId, com.google.protobuf.Message payload) {
    consume(fact(workspaceId, profileId, payload));
  }

  private static ReceivedFact fact(
      String workspaceId, UUID profileId, com.google.protobuf.Message payload) {
    return new ReceivedFact(
        workspaceId, profileId, Instant.EPOCH, com.google.protobuf.Any.pack(payload));
  }

  @SuppressWarnings("unchecked")
  private void consume(ReceivedFact... facts) {
    bean(ProfileFactsConsumer.class).prepare(List.of(facts));
    ((TransactionOperations<Connection>) bean(TransactionOperations.class))
        .executeWrite(status -> {
          bean(ProfileFactsConsumer.class).consume(List.of(facts));
          return true;
        });
  }
}
