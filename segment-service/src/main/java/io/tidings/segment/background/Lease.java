package io.tidings.segment.background;

import io.tidings.background.Loop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who does a piece of work that one replica must do alone, and until when the others leave it to
 * them. Renewed while the work goes on; it runs out by itself when the process is killed.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);
  private static final Duration LENGTH = Duration.ofSeconds(15);
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  private final Loop renewal;

  private Lease(Loop renewal) {
    this.renewal = renewal;
  }

  /** Until when a lease lasts that is taken or renewed now. */
  public static Instant end(Clock clock) {
    return clock.instant().plus(LENGTH);
  }

  /**
   * Keeps a lease until it is closed.
   *
   * @param renew moves its end; false when it has gone to somebody else
   */
  public static Lease kept(String name, BooleanSupplier renew) {
    return new Lease(
        Loop.startAfter(
            RENEWAL,
            name,
            () -> {
              if (!renew.getAsBoolean()) {
                log.warn("{} was taken over by another replica", name);
              }
              return RENEWAL;
            }));
  }

  @Override
  public void close() {
    renewal.close();
  }
}
