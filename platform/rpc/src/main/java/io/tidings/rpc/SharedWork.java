package io.tidings.rpc;

import io.grpc.Context;
import java.time.Duration;
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
 * another piece is being done shares the next one. Who comes alone waits for nobody; where many
 * come, a lane takes what came in {@link #REST}, for each piece costs its round trips and thread
 * changes however little it holds.
 *
 * @param <G> what must be the same for all that is done at once, such as the workspace
 * @param <I> one thing to do
 * @param <O> what became of it
 */
public final class SharedWork<G, I, O> implements AutoCloseable {
  /** Where a piece ends, unless one caller's part alone is larger. */
  private static final int MOST_AT_ONCE = 500;

  /** From the beginning of a piece that more than {@link #FEW} shared to that of the next. */
  static final Duration REST = Duration.ofMillis(8);

  private static final int FEW = 2;

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

  /**
   * @param call in which it was asked for
   */
  private record Offer<G, I, O>(
      G group,
      List<I> items,
      @Nullable TraceContext trace,
      Context call,
      CompletableFuture<List<O>> outcomes) {

    /** In the trace in which it was asked for. */
    void traced(Runnable work) {
      if (trace == null) {
        work.run();
      } else {
        trace.run(work);
      }
    }
  }

  /**
   * @param name of its threads
   * @param lanes how many pieces are done at a time
   */
  public static <G, I, O> SharedWork<G, I, O> start(String name, int lanes, Work<G, I, O> work) {
    var shared = new SharedWork<>(lanes, work);
    for (int lane = 0; lane < lanes; lane++) {
      // Not virtual: a lane mostly waits for the database, which is dearer there.
      Thread.ofPlatform().daemon().name(name + "-" + lane).start(shared.new Lane());
    }
    return shared;
  }

  /** Returns when all of them are done; answers one for each, in their order. */
  public List<O> call(G group, List<I> items) {
    try {
      return offer(group, items).get();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("the work failed", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the work was done", e);
    }
  }

  /**
   * Has them done while the caller's thread goes on. Where the call for which they are done has
   * ended before they are begun, they are not done.
   *
   * @return one for each, in their order; completed by the thread that does the work, which others
   *     wait for
   */
  public CompletableFuture<List<O>> offer(G group, List<I> items) {
    if (items.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    var offer =
        Optional.of(
            new Offer<G, I, O>(
                group,
                items,
                TraceContext.current(),
                Context.current(),
                new CompletableFuture<>()));
    offers.add(offer);
    if (closed && offers.remove(offer)) {
      doAlone(offer.get());
    }
    return offer.get().outcomes();
  }

  /** What was asked for before is done; what comes now is done alone. */
  @Override
  public void close() {
    closed = true;
    for (int lane = 0; lane < lanes; lane++) {
      offers.add(Optional.empty());
    }
  }

  private final class Lane implements Runnable {
    private long begun = System.nanoTime();
    private int sharers;

    @Override
    public void run() {
      boolean ended = false;
      while (!ended) {
        List<Offer<G, I, O>> batch = new ArrayList<>();
        try {
          ended = take(batch);
        } catch (InterruptedException stopping) {
          return;
        }
        batch.stream()
            .filter(SharedWork.this::isStillWanted)
            .collect(Collectors.groupingBy(Offer::group))
            .values()
            // In the trace of the first of them: work that is done at once is in one trace.
            .forEach(offered -> offered.getFirst().traced(() -> doTogether(offered)));
      }
    }

    /** Waits for an offer and takes what else is there; answers whether that was the end. */
    private boolean take(List<Offer<G, I, O>> batch) throws InterruptedException {
      int items = 0;
      @Nullable Optional<Offer<G, I, O>> next = offers.take();
      rest();
      while (next != null && next.isPresent()) {
        batch.add(next.get());
        items += next.get().items().size();
        next = items < MOST_AT_ONCE ? offers.poll() : null;
      }
      sharers = batch.size();
      return next != null;
    }

    private void rest() throws InterruptedException {
      Duration since = Duration.ofNanos(System.nanoTime() - begun);
      if (sharers > FEW && since.compareTo(REST) < 0) {
        Thread.sleep(REST.minus(since));
      }
      begun = System.nanoTime();
    }
  }

  private boolean isStillWanted(Offer<G, I, O> offer) {
    boolean wanted = !offer.call().isCancelled();
    if (!wanted) {
      offer.outcomes().completeExceptionally(Faults.late());
    }
    return wanted;
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
      // lane lives on, for there may be no other. It may have been the fault of one of them.
      offered.forEach(this::doAlone);
    }
  }

  private void doAlone(Offer<G, I, O> offer) {
    Thread.startVirtualThread(() ->
        offer.traced(() -> {
          try {
            offer.outcomes().complete(work.of(offer.group(), offer.items()));
          } catch (Exception | Error e) {
            offer.outcomes().completeExceptionally(e);
          }
        }));
  }
}
