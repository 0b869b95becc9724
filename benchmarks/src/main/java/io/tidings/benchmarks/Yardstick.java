package io.tidings.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A piece of work that is always the same, done twice a second: what it costs tells how fast the
 * processors are at the moment. What costs a third more by a clock that is a third slower has not
 * become dearer.
 */
final class Yardstick implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  /** Together 2 MiB: more than lies next to a processor, as what the system works on. */
  private static final int NUMBERS = 1 << 18;

  private static final int STEPS = 100_000;
  private static final int WARM_UP = 100;

  private final long[] numbers = new SplittableRandom(1).longs(NUMBERS).toArray();
  private final List<Long> nanos = new ArrayList<>();
  private final Thread thread;
  private long answer;

  Yardstick() {
    thread = Thread.ofPlatform().name("yardstick").daemon().start(this::work);
  }

  /** Processor time of one piece in milliseconds: the middle of those since this was last asked. */
  synchronized double pieceMillis() {
    if (nanos.isEmpty()) {
      throw new IllegalStateException("no piece of work was done since the last time");
    }
    Collections.sort(nanos);
    double middle = nanos.get(nanos.size() / 2) / 1e6;
    nanos.clear();
    return middle;
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
    long at = answer;
    for (int step = 0; step < STEPS; step++) {
      at = 31 * at + numbers[(int) (at & (NUMBERS - 1))];
    }
    answer = at;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
