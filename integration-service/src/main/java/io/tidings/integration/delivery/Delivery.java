package io.tidings.integration.delivery;

import io.tidings.integration.destination.Occurrence;
import io.tidings.integration.destination.Outcome;
import java.time.Instant;
import java.util.UUID;

/**
 * One call that is being tried.
 *
 * @param attempts including the one under way
 */
record Delivery(long position, UUID id, UUID profileId, Occurrence occurrence, int attempts) {

  /** What it is after an attempt came to this. */
  Progress after(Outcome outcome, RetrySchedule schedule, Instant now) {
    return switch (outcome) {
      case Outcome.Accepted() -> new Progress.Delivered();
      case Outcome.Deferred(var reason, var retryAfter) ->
          schedule
              .pauseAfter(attempts, retryAfter)
              .<Progress>map(pause -> new Progress.Waiting(now.plus(pause), reason))
              .orElseGet(() -> new Progress.Failed(reason));
      case Outcome.Rejected(var reason) -> new Progress.Failed(reason);
      case Outcome.Gone(var reason) -> new Progress.Failed(reason);
    };
  }

  /** Where a delivery stands after an attempt. */
  sealed interface Progress {
    record Delivered() implements Progress {}

    record Waiting(Instant until, String reason) implements Progress {}

    record Failed(String reason) implements Progress {}
  }
}
