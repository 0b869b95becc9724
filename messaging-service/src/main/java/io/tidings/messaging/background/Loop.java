package io.tidings.messaging.background;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step, done again and again on a thread of its own: after a pause, at once when woken, at once
 * when the step says that there is more. A step that fails is tried again after the pause.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final String name;
  private final Duration pause;
  private final Step step;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private volatile boolean closed;

  /** What is done; answers whether there is more to do at once. */
  @FunctionalInterface
  public interface Step {
    boolean run() throws InterruptedException;
  }

  private Loop(String name, Duration pause, Step step) {
    this.name = name;
    this.pause = pause;
    this.step = step;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  public static Loop start(String name, Duration pause, Step step) {
    Loop loop = new Loop(name, pause, step);
    loop.thread.start();
    return loop;
  }

  /** There may be something to do: the next step begins at once. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean failing = false;
    while (!closed) {
      try {
        boolean more = step.run();
        if (failing) {
          log.info("{} works again", name);
          failing = false;
        }
        if (!more) {
          await();
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        if (closed) {
          return;
        }
        if (!failing) {
          log.warn("{} failed and is tried again every {}", name, pause, e);
          failing = true;
        }
        try {
          await();
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private void await() throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!woken && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the step under way, for a moment. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      if (!thread.join(FAREWELL)) {
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
