package io.tidings.event.history;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.background.OneStatement;
import io.tidings.outbox.Outbox;
import io.tidings.rpc.Part;
import io.tidings.rpc.SharedWork;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened, recorded once and read many times. */
@Singleton
final class History {
  /** What became of one event that was offered. */
  enum Recording {
    RECORDED,
    /** Its message id had been recorded before; nothing changed. */
    DUPLICATE,
    /** Whose it is was erased: nothing of that person is kept. */
    ERASED
  }

  /**
   * Transactions at a time. On two processors one is enough: with two each held half as many
   * events, and cost as much. On more, one is prepared while another waits for the disk.
   */
  private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

  private final TransactionOperations<Connection> transactions;
  private final EventRepository events;
  private final DepartedProfiles departed;
  private final Outbox outbox;
  private final SharedWork<String, RecordedEvent, Recording> recording;

  History(
      TransactionOperations<Connection> transactions,
      EventRepository events,
      DepartedProfiles departed,
      Outbox outbox) {
    this.transactions = transactions;
    this.events = events;
    this.departed = departed;
    this.outbox = outbox;
    this.recording =
        SharedWork.start(
            "recording",
            LANES,
            (workspaceId, offered) ->
                transactions.executeWrite(_ -> recordAll(workspaceId, offered)));
  }

  /** Completed when all of them are durable, with one for each, in their order. */
  CompletableFuture<List<Recording>> record(String workspaceId, List<RecordedEvent> offered) {
    return recording.offer(workspaceId, offered);
  }

  @PreDestroy
  void stop() {
    recording.close();
  }

  private List<Recording> recordAll(String workspaceId, List<RecordedEvent> offered) {
    Set<UUID> profileIds =
        offered.stream().map(RecordedEvent::profileId).collect(Collectors.toSet());
    Map<UUID, Optional<UUID>> gone = departed.among(workspaceId, profileIds);
    List<Optional<RecordedEvent>> settled =
        offered.stream().map(event -> settle(event, gone)).toList();
    List<RecordedEvent> kept = settled.stream().flatMap(Optional::stream).toList();
    Set<RecordedEvent.Key> unclaimed = events.insert(workspaceId, kept);
    List<RecordedEvent> recorded = new ArrayList<>(unclaimed.size());
    List<Recording> outcomes = new ArrayList<>(offered.size());
    for (Optional<RecordedEvent> event : settled) {
      if (event.isEmpty()) {
        outcomes.add(Recording.ERASED);
      } else if (unclaimed.remove(event.get().key())) {
        outcomes.add(Recording.RECORDED);
        recorded.add(event.get());
      } else {
        outcomes.add(Recording.DUPLICATE);
      }
    }
    outbox.append(HistoryEvents.recorded(workspaceId, recorded));
    return outcomes;
  }

  /** The event with the profile that it belongs to by now; empty where that one was erased. */
  private static Optional<RecordedEvent> settle(
      RecordedEvent event, Map<UUID, Optional<UUID>> gone) {
    Optional<UUID> successor = gone.get(event.profileId());
    return successor == null ? Optional.of(event) : successor.map(event::of);
  }

  Part<RecordedEvent> page(
      String workspaceId, Filter filter, Order order, @Nullable Position after, int limit) {
    return transactions.executeRead(_ -> events.page(workspaceId, filter, order, after, limit));
  }

  long count(String workspaceId, Filter filter) {
    return transactions.execute(OneStatement.READING, _ -> events.count(workspaceId, filter));
  }
}
