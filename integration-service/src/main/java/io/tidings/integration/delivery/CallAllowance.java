package io.tidings.integration.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a connection may make now. Kept in its row, so it holds over all replicas.
 *
 * @param left calls not made, at most one second's worth
 */
record CallAllowance(double left, Instant at) {

  CallAllowance at(Instant now, int perSecond) {
    double seconds = Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
    return new CallAllowance(Math.min(perSecond, left + seconds * perSecond), now);
  }

  int calls() {
    return (int) left;
  }

  CallAllowance without(int calls) {
    return new CallAllowance(left - calls, at);
  }
}
