package io.tidings.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what the system does by itself. */
final class Await {
  private Await() {}

  /** Looks every two milliseconds. */
  static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    until(what, patience, Duration.ofMillis(2), condition);
  }

  /**
   * @param pause between two looks, for those that cost the system something
   */
  static void until(String what, Duration patience, Duration pause, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + ": not within " + patience);
      }
      Thread.sleep(pause);
    }
  }
}
