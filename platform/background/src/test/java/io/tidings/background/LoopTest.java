package io.tidings.background;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final BlockingQueue<Thread> steps = new LinkedBlockingQueue<>();

  private Duration step(Duration rest) {
    steps.add(Thread.currentThread());
    return rest;
  }

  @Test
  void beginsAtOnceAndGoesOnWhenTheRestIsOver() throws InterruptedException {
    try (Loop _ = Loop.start("test", () -> step(Duration.ofMillis(1)))) {
      for (int i = 0; i < 3; i++) {
        assertThat(steps.poll(30, SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void restsUntilItIsWoken() throws InterruptedException {
    try (Loop loop = Loop.start("test", () -> step(FOR_EVER))) {
      steps.take();
      assertThat(steps.poll(100, MILLISECONDS)).isNull();

      loop.wake();
      assertThat(steps.poll(30, SECONDS)).isNotNull();
    }
  }

  @Test
  void mayRestBeforeTheFirstStep() throws InterruptedException {
    try (Loop loop = Loop.startAfter(FOR_EVER, "test", () -> step(FOR_EVER))) {
      assertThat(steps.poll(100, MILLISECONDS)).isNull();

      loop.wake();
      assertThat(steps.poll(30, SECONDS)).isNotNull();
    }
  }

  @Test
  void whoeverWakesItDuringAStepIsHeardAfterIt() throws InterruptedException {
    var mayEnd = new Semaphore(0);
    try (Loop loop =
        Loop.start(
            "test",
            () -> {
              step(FOR_EVER);
              mayEnd.acquire();
              return FOR_EVER;
            })) {
      steps.take();
      loop.wake();
      loop.wake();
      mayEnd.release();
      assertThat(steps.poll(30, SECONDS)).isNotNull();

      mayEnd.release();
      assertThat(steps.poll(100, MILLISECONDS)).as("once for both").isNull();
    }
  }

  @Test
  void goesOnAfterAFailure() throws InterruptedException {
    var failures = new AtomicInteger();
    try (Loop _ =
        Loop.start(
            "test",
            () -> {
              step(FOR_EVER);
              if (failures.incrementAndGet() == 1) {
                throw new IllegalStateException("the database is away");
              }
              if (failures.get() == 2) {
                throw new AssertionError("a defect");
              }
              return FOR_EVER;
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(steps.poll(30, SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void waitsForTheStepUnderWayWhenItIsClosed() throws InterruptedException {
    var ended = new CountDownLatch(1);
    Loop loop =
        Loop.start(
            "test",
            () -> {
              step(FOR_EVER);
              Thread.sleep(300);
              ended.countDown();
              return FOR_EVER;
            });
    Thread thread = steps.take();
    loop.close();
    assertThat(ended.getCount()).isZero();
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void interruptsAStepThatDoesNotEnd() throws InterruptedException {
    Loop loop =
        Loop.start(
            "test",
            () -> {
              step(FOR_EVER);
              new Semaphore(0).acquire();
              return FOR_EVER;
            });
    Thread thread = steps.take();
    loop.close();
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void oneOfManyTakesNoThreadOfItsOwn() throws InterruptedException {
    try (Loop _ = Loop.start("test", () -> step(FOR_EVER))) {
      assertThat(steps.take().isVirtual()).isFalse();
    }
    try (Loop _ = Loop.startOneOfMany("test", () -> step(FOR_EVER))) {
      assertThat(steps.take().isVirtual()).isTrue();
    }
  }
}
