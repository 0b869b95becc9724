package io.tidings.outbox;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the relay of this process that a transaction with facts has committed. */
@Singleton
final class RelaySignal {
  private final Semaphore raised = new Semaphore(0);

  void raise() {
    // The relay takes all that is there, so one signal waiting stands for any number of them.
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Waits until raised, at most for the time given. */
  void await(Duration longest) throws InterruptedException {
    if (raised.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      raised.drainPermits();
    }
  }
}
