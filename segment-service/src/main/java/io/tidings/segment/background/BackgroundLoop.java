package io.tidings.segment.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one step after another until it is closed. A step says how long to rest after it; one that
 * fails is logged and tried again.
 */
public final class BackgroundLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);
  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);

  private final String name;
  private final Supplier<Duration> step;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  private BackgroundLoop(String name, Duration restBefore, Supplier<Duration> step) {
    this.name = name;
    this.step = step;
    // A virtual thread changes hands three times for each answer of the database.
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(restBefore));
  }

  public static BackgroundLoop start(String name, Supplier<Duration> step) {
    return startAfter(Duration.ZERO, name, step);
  }

  /** Rests once before the first step. */
  public static BackgroundLoop startAfter(Duration rest, String name, Supplier<Duration> step) {
    BackgroundLoop loop = new BackgroundLoop(name, rest, step);
    loop.thread.start();
    return loop;
  }

  /** Ends the present rest, or the next. */
  public void wake() {
    wake.release();
  }

  private void run(Duration restBefore) {
    Duration rest = restBefore;
    while (!closed) {
      try {
        if (wake.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException _) {
        return;
      }
      if (!closed) {
        rest = stepped();
      }
    }
  }

  private Duration stepped() {
    try {
      return step.get();
    } catch (Exception | Error e) {
      if (!closed) {
        log.warn("{} failed and will try again", name, e);
      }
      return REST_AFTER_FAILURE;
    }
  }

  /** Waits for the step that is under way, for a while. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
