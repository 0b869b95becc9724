package io.tidings.outbox;

import java.time.Duration;

/**
 * A short rest after much was carried, in which what comes next gathers: a broker and a database
 * work per message and per transaction rather than per byte, so under load a few milliseconds of
 * waiting save more than they cost. What comes alone waits for nothing.
 */
final class Gathering {
  private static final Duration REST = Duration.ofMillis(15);

  /** About what fifty events take. */
  private static final long MUCH = 16 * 1024;

  private Gathering() {}

  static void after(long bytes) throws InterruptedException {
    if (bytes >= MUCH) {
      Thread.sleep(REST);
    }
  }
}
