package io.tidings.event.history;

import io.tidings.event.history.History.Recording;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records events that come one by one: those that arrive while others are being made durable share
 * the next transaction. One that comes alone waits for nobody.
 */
@Singleton
final class SharedRecording {
  private static final int MOST_AT_ONCE = 500;

  /** Transactions at a time: while one waits for the disk, the other is prepared. */
  private static final int LANES = 2;

  private final History history;
  private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();

  /** Stands in the queue for the end of it; nothing behind it is recorded in a lane. */
  private final Offer end = new Offer("", null, new CompletableFuture<>());

  private volatile boolean stopped;

  SharedRecording(History history) {
    this.history = history;
  }

  /**
   * @param event null only at the end of the queue
   */
  private record Offer(
      String workspaceId, @Nullable RecordedEvent event, CompletableFuture<Recording> recording) {}

  @PostConstruct
  void start() {
    for (int lane = 0; lane < LANES; lane++) {
      Thread.ofVirtual().name("shared-recording-" + lane).start(this::work);
    }
  }

  /** What was offered before is recorded; what comes now is recorded alone. */
  @PreDestroy
  void stop() {
    stopped = true;
    offers.add(end);
  }

  /** Returns when the event is durable. */
  Recording record(String workspaceId, RecordedEvent event) {
    var offer = new Offer(workspaceId, event, new CompletableFuture<>());
    offers.add(offer);
    if (stopped && offers.remove(offer)) {
      return alone(workspaceId, event);
    }
    try {
      return offer.recording().get();
    } catch (ExecutionException shared) {
      // Whatever was wrong may have been a neighbour's fault; the message id makes this harmless
      // where the transaction had committed after all.
      return alone(workspaceId, event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException("interrupted while an event was recorded", e);
    }
  }

  private Recording alone(String workspaceId, RecordedEvent event) {
    return history.record(workspaceId, List.of(event)).getFirst();
  }

  private void work() {
    boolean ended = false;
    while (!ended) {
      List<Offer> batch = new ArrayList<>();
      try {
        batch.add(offers.take());
      } catch (InterruptedException stopping) {
        return;
      }
      offers.drainTo(batch, MOST_AT_ONCE - 1);
      ended = batch.remove(end);
      batch.stream()
          .collect(Collectors.groupingBy(Offer::workspaceId))
          .forEach(this::recordTogether);
    }
    offers.add(end); // for the other lanes
  }

  private void recordTogether(String workspaceId, List<Offer> offered) {
    try {
      List<RecordedEvent> events =
          offered.stream().map(Offer::event).map(Objects::requireNonNull).toList();
      Iterator<Recording> recordings = history.record(workspaceId, events).iterator();
      offered.forEach(offer -> offer.recording().complete(recordings.next()));
    } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
      offered.forEach(offer -> offer.recording().completeExceptionally(e));
    }
  }
}
