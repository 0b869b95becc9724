package io.tidings.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A piece of work that is always the same, done twice a second: what it costs tells how fast the
 * processors are at the moment. What costs a third more by a clock that is a third slower has not
 * become dearer.
 */
final class Yardstick implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  /** Together 2 MiB: more than lies next to a processor, as what the system works on. */
  private static final int PLACES = 1 << 19;

  private static final int STEPS = 50_000;
  private static final int WARM_UP = 100;

  /** From each place to the next, in one round through all of them. */
  private final int[] next = round();

  private final List<Long> nanos = new ArrayList<>();
  private final Thread thread;
  private int place;

  Yardstick() {
    thread = Thread.ofPlatform().name("yardstick").daemon().start(this::work);
  }

  /** Forgets what was done before. */
  synchronized void begin() {
    nanos.clear();
  }

  /** Processor time of one piece in milliseconds: the middle of those since the beginning. */
  synchronized double pieceMillis() {
    if (nanos.isEmpty()) {
      throw new IllegalStateException("no piece of work was done since the beginning");
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / 1e6;
  }

  private void work() {
    for (int piece = 0; piece < WARM_UP; piece++) {
      piece();
    }
    var threads = ManagementFactory.getThreadMXBean();
    try {
      while (true) {
        long before = threads.getCurrentThreadCpuTime();
        piece();
        note(threads.getCurrentThreadCpuTime() - before);
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private synchronized void note(long cpuNanos) {
    nanos.add(cpuNanos);
  }

  /** Each step waits for the one before, and for what it reads. */
  private void piece() {
    int at = place;
    for (int step = 0; step < STEPS; step++) {
      at = next[at];
    }
    place = at;
  }

  /** By Sattolo's algorithm: an order of all places at random that is one single round. */
  private static int[] round() {
    SplittableRandom random = new SplittableRandom(1);
    int[] next = IntStream.range(0, PLACES).toArray();
    for (int last = PLACES - 1; last > 0; last--) {
      int other = random.nextInt(last);
      int moved = next[last];
      next[last] = next[other];
      next[other] = moved;
    }
    return next;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
