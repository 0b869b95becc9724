package io.tidings.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one step after another, on a thread of its own, until it is closed. A step says how long to
 * rest after it, and whoever has work for it ends the rest; one that fails is tried again each
 * second.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final String name;
  private final Step step;
  private final Semaphore woken = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  /** What is done; answers how long to rest after it. */
  @FunctionalInterface
  public interface Step {
    Duration run() throws InterruptedException;
  }

  private Loop(String name, Thread.Builder thread, Duration restBefore, Step step) {
    this.name = name;
    this.step = step;
    this.thread = thread.name(name).unstarted(() -> run(restBefore));
  }

  public static Loop start(String name, Step step) {
    return startAfter(Duration.ZERO, name, step);
  }

  /** Rests once before the first step. */
  public static Loop startAfter(Duration rest, String name, Step step) {
    // A virtual thread changes hands three times for each answer of the database.
    return started(new Loop(name, Thread.ofPlatform().daemon(), rest, step));
  }

  /** One of very many, on a virtual thread. */
  public static Loop startOneOfMany(String name, Step step) {
    return started(new Loop(name, Thread.ofVirtual(), Duration.ZERO, step));
  }

  private static Loop started(Loop loop) {
    loop.thread.start();
    return loop;
  }

  /** There may be something to do: ends the present rest, or the next. */
  public void wake() {
    woken.release();
  }

  private void run(Duration restBefore) {
    Duration rest = restBefore;
    try {
      while (!closed) {
        if (woken.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS)) {
          woken.drainPermits();
        }
        if (!closed) {
          rest = stepped();
        }
      }
    } catch (InterruptedException _) {
      // Closed, and the step did not end by itself.
    }
  }

  private Duration stepped() throws InterruptedException {
    try {
      Duration rest = step.run();
      if (failing) {
        log.info("{} works again", name);
        failing = false;
      }
      return rest;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) { // also checked ones: transactions let those of callbacks out
      if (!failing && !closed) {
        log.warn("{} failed and is tried again each second", name, e);
        failing = true;
      }
      return REST_AFTER_FAILURE;
    }
  }

  /** Waits for the step under way, for a moment; then interrupts it. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(1));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
