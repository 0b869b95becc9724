package io.tidings.quickstart;

import io.tidings.backends.OwnProcess;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One service of a running system: started, watched, started again when it dies, and stopped. */
final class ServiceProcess {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(250);
  // What Flyway says before each step.
  private static final String MIGRATING = "DbMigrate - Migrating schema";
  // A service that ran for this long has not died of its start.
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Service service;
  private final OwnProcess.Plan plan;
  private final DataFolder folder;
  private final Console console;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stoppingSignal = lock.newCondition();
  private volatile @Nullable OwnProcess process;
  private boolean stopping;

  ServiceProcess(Service service, OwnProcess.Plan plan, DataFolder folder, Console console) {
    this.service = service;
    this.plan = plan;
    this.folder = folder;
    this.console = console;
  }

  Service service() {
    return service;
  }

  void start() {
    lock.lock();
    try {
      if (!stopping) {
        process = OwnProcess.start(plan, folder.root());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns when the service says that it is ready, and not somebody else in its place; throws if
   * it ends instead, or takes longer than {@code limit}. Its tables may take any time to be brought
   * to this version: broken off, that would begin anew at each start.
   */
  void awaitReady(Readiness readiness, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      OwnProcess running = process;
      if (running != null && readiness.of(service, running)) {
        return;
      }
      if (running == null || !running.isAlive()) {
        throw failure(
            "ended with exit code %d while starting"
                .formatted(running == null ? -1 : running.await()));
      }
      if (System.nanoTime() > deadline) {
        if (!running.lastLines(1).contains(MIGRATING)) {
          throw failure("is not ready after %d s".formatted(limit.toSeconds()));
        }
        console.say(
            "  … %s still brings its tables to this version (its log: %s)"
                .formatted(service.module(), plan.log()));
        deadline = System.nanoTime() + limit.toNanos();
      }
      Thread.sleep(LOOK);
    }
  }

  private StartException failure(String what) {
    OwnProcess running = process;
    return new StartException(
        "%s %s; the last lines of %s:\n%s"
            .formatted(
                service.module(), what, plan.log(), running == null ? "" : running.lastLines(15)));
  }

  /** Watches until {@link #stop}, and starts the service again whenever it ends before. */
  void watch() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      long since = System.nanoTime();
      OwnProcess running = process;
      if (running == null) {
        return;
      }
      int exit = running.await();
      boolean steady = System.nanoTime() - since > STEADY.toNanos();
      pause = steady ? FIRST_PAUSE : pause;
      if (pausedUntilStopping(pause, exit)) {
        return;
      }
      startAgain();
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /** One that does not start has ended once more: it is tried again after the next pause. */
  private void startAgain() {
    try {
      start();
    } catch (RuntimeException e) {
      console.say("%s did not start: %s".formatted(service.module(), e.getMessage()));
    }
  }

  /** Whether the service is being stopped, now or before the pause was over. */
  private boolean pausedUntilStopping(Duration pause, int exit) throws InterruptedException {
    lock.lock();
    try {
      if (!stopping) {
        console.say(
            "%s ended with exit code %d; starting it again in %d s (its log: %s)"
                .formatted(service.module(), exit, pause.toSeconds(), plan.log()));
        long left = pause.toNanos();
        while (!stopping && left > 0) {
          left = stoppingSignal.awaitNanos(left);
        }
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** One that does not end in that time is killed. */
  void stop(Duration patience) {
    OwnProcess running;
    lock.lock();
    try {
      stopping = true;
      stoppingSignal.signalAll();
      running = process;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.stop(patience);
    }
  }
}
