package io.tidings.event.history;

import io.tidings.event.history.History.Recording;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records what many callers offer in few transactions: what arrives while other events are being
 * made durable shares the next one. Who comes alone waits for nobody.
 */
@Singleton
final class SharedRecording {
  private static final int MOST_AT_ONCE = 500;

  /** Transactions at a time: while one waits for the disk, the other is prepared. */
  private static final int LANES = 2;

  private final History history;
  private final BlockingQueue<Offer> offers = new LinkedBlockingQueue<>();

  /** Stands in the queue for the end of it; nothing behind it is recorded in a lane. */
  private final Offer end = new Offer("", List.of(), new CompletableFuture<>());

  private volatile boolean stopped;

  SharedRecording(History history) {
    this.history = history;
  }

  private record Offer(
      String workspaceId,
      List<RecordedEvent> events,
      CompletableFuture<List<Recording>> recordings) {}

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

  /** Returns when all of them are durable; answers one for each, in their order. */
  List<Recording> record(String workspaceId, List<RecordedEvent> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    var offer = new Offer(workspaceId, events, new CompletableFuture<>());
    offers.add(offer);
    if (stopped && offers.remove(offer)) {
      return history.record(workspaceId, events);
    }
    try {
      return offer.recordings().get();
    } catch (ExecutionException shared) {
      // Whatever was wrong may have been a neighbour's fault; the message ids make this harmless
      // where the transaction had committed after all.
      return history.record(workspaceId, events);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryException("interrupted while events were recorded", e);
    }
  }

  private void work() {
    boolean ended = false;
    while (!ended) {
      List<Offer> batch = new ArrayList<>();
      try {
        ended = take(batch);
      } catch (InterruptedException stopping) {
        return;
      }
      batch.stream()
          .collect(Collectors.groupingBy(Offer::workspaceId))
          .forEach(this::recordTogether);
    }
    offers.add(end); // for the other lanes
  }

  /** Waits for an offer and takes what else is there; answers whether that was the end. */
  private boolean take(List<Offer> batch) throws InterruptedException {
    int events = 0;
    @Nullable Offer next = offers.take();
    while (next != null && next != end) {
      batch.add(next);
      events += next.events().size();
      next = events < MOST_AT_ONCE ? offers.poll() : null;
    }
    return next == end;
  }

  private void recordTogether(String workspaceId, List<Offer> offered) {
    try {
      Iterator<Recording> recordings =
          history
              .record(
                  workspaceId, offered.stream().flatMap(each -> each.events().stream()).toList())
              .iterator();
      for (Offer offer : offered) {
        offer.recordings().complete(offer.events().stream().map(_ -> recordings.next()).toList());
      }
    } catch (Exception e) { // also checked ones: transactions let those of their callbacks out
      offered.forEach(offer -> offer.recordings().completeExceptionally(e));
    }
  }
}
