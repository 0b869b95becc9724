package io.tidings.backends;

import java.time.Duration;

/** Told of each step of a start. Steps run side by side, so implementations must be thread-safe. */
public interface Progress {
  /** A step that takes long enough to be worth announcing has begun. */
  void began(String step);

  /** The step is over; {@code how} says what came of it, like {@code 127.0.0.1:5432}. */
  void done(String step, String how, Duration took);

  /** Does it and says what came of it. */
  default void timed(String step, String how, Runnable work) {
    began(step);
    long start = System.nanoTime();
    work.run();
    done(step, how, Duration.ofNanos(System.nanoTime() - start));
  }

  static Progress silent() {
    return new Progress() {
      @Override
      public void began(String step) {}

      @Override
      public void done(String step, String how, Duration took) {}
    };
  }
}
