package io.tidings.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Partitions whose last delivery failed, and until when the relay leaves them alone. */
final class HeldPartitions {
  private record Hold(Instant until, Backoff backoff) {}

  private final Clock clock;
  private final Map<Integer, Hold> holds = new HashMap<>();

  HeldPartitions(Clock clock) {
    this.clock = clock;
  }

  /** Holds the partition back, longer each time in a row; answers how long. */
  Duration hold(int partition) {
    Hold before = holds.get(partition);
    Backoff backoff =
        before == null
            ? new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10))
            : before.backoff();
    Duration wait = backoff.next();
    holds.put(partition, new Hold(clock.instant().plus(wait), backoff));
    return wait;
  }

  void release(int partition) {
    holds.remove(partition);
  }

  /** Those to be left alone now. */
  Set<Integer> partitions() {
    Instant now = clock.instant();
    return holds.entrySet().stream()
        .filter(hold -> hold.getValue().until().isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How long until a partition may be tried again; at most what is given. */
  Duration untilNextRelease(Duration longest) {
    Instant now = clock.instant();
    return holds.values().stream()
        .map(hold -> Duration.between(now, hold.until()))
        .filter(Duration::isPositive)
        .reduce(longest, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }
}
