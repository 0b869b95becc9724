package io.tidings.rpc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what many callers ask for in few pieces, such as transactions: what is asked for while
 * another piece is being done shares the next one. Who comes alone waits for nobody.
 *
 * @param <G> what must be the same for all that is done at once, such as the workspace
 * @param <I> one thing to do
 * @param <O> what became of it
 */
public final class SharedWork<G, I, O> implements AutoCloseable {
  /** Where a piece ends, unless one caller's part alone is larger. */
  private static final int MOST_AT_ONCE = 500;

  private final Work<G, I, O> work;
  private final int lanes;

  /** An empty one is the end of the work for the lane that takes it. */
  private final BlockingQueue<Optional<Offer<G, I, O>>> offers = new LinkedBlockingQueue<>();

  private volatile boolean closed;

  private SharedWork(int lanes, Work<G, I, O> work) {
    this.lanes = lanes;
    this.work = work;
  }

  /** The work itself. To do again what was done before must change nothing. */
  @FunctionalInterface
  public interface Work<G, I, O> {
    /** Does all of them or throws; answers one for each, in their order. */
    List<O> of(G group, List<I> items);
  }

  private record Offer<G, I, O>(
      G group, List<I> items, @Nullable TraceContext trace, CompletableFuture<List<O>> outcomes) {}

  /**
   * @param name of its threads
   * @param lanes how many pieces are done at a time
   */
  public static <G, I, O> SharedWork<G, I, O> start(String name, int lanes, Work<G, I, O> work) {
    var shared = new SharedWork<>(lanes, work);
    for (int lane = 0; lane < lanes; lane++) {
      // Not virtual: a lane mostly waits for the database, which is dearer there.
      Thread.ofPlatform().daemon().name(name + "-" + lane).start(shared::runLane);
    }
    return shared;
  }

  /** Returns when all of them are done; answers one for each, in their order. */
  public List<O> call(G group, List<I> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    var offer =
        Optional.of(
            new Offer<G, I, O>(group, items, TraceContext.current(), new CompletableFuture<>()));
    offers.add(offer);
    if (closed && offers.remove(offer)) {
      return work.of(group, items);
    }
    try {
      return offer.get().outcomes().get();
    } catch (ExecutionException shared) {
      // Whatever was wrong may have been a neighbour's fault.
      return work.of(group, items);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the work was done", e);
    }
  }

  /** What was asked for before is done; what comes now is done alone. */
  @Override
  public void close() {
    closed = true;
    for (int lane = 0; lane < lanes; lane++) {
      offers.add(Optional.empty());
    }
  }

  private void runLane() {
    boolean ended = false;
    while (!ended) {
      List<Offer<G, I, O>> batch = new ArrayList<>();
      try {
        ended = take(batch);
      } catch (InterruptedException stopping) {
        return;
      }
      batch.stream().collect(Collectors.groupingBy(Offer::group)).values().forEach(this::doInTrace);
    }
  }

  /** Waits for an offer and takes what else is there; answers whether that was the end. */
  private boolean take(List<Offer<G, I, O>> batch) throws InterruptedException {
    int items = 0;
    @Nullable Optional<Offer<G, I, O>> next = offers.take();
    while (next != null && next.isPresent()) {
      batch.add(next.get());
      items += next.get().items().size();
      next = items < MOST_AT_ONCE ? offers.poll() : null;
    }
    return next != null;
  }

  /** In the trace of the first of them: work that is done at once is in one trace. */
  private void doInTrace(List<Offer<G, I, O>> offered) {
    TraceContext trace = offered.getFirst().trace();
    if (trace == null) {
      doTogether(offered);
    } else {
      trace.run(() -> doTogether(offered));
    }
  }

  private void doTogether(List<Offer<G, I, O>> offered) {
    try {
      Iterator<O> outcomes =
          work.of(
                  offered.getFirst().group(),
                  offered.stream().flatMap(offer -> offer.items().stream()).toList())
              .iterator();
      for (Offer<G, I, O> offer : offered) {
        offer.outcomes().complete(offer.items().stream().map(_ -> outcomes.next()).toList());
      }
    } catch (Exception | Error e) {
      // Also checked ones: transactions let those of their callbacks out. And whatever it was, the
      // lane lives on, for there may be no other.
      offered.forEach(offer -> offer.outcomes().completeExceptionally(e));
    }
  }
}
