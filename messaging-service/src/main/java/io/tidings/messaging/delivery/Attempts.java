package io.tidings.messaging.delivery;

import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.send.Attempt;
import java.util.Comparator;
import java.util.List;

/** What the attempts at a user's devices come to for the send. */
final class Attempts {
  private Attempts() {}

  /**
   * The best of them: a message that one device took is not sent again for the sake of another.
   *
   * @param attempts at least one
   */
  static Attempt together(List<Attempt> attempts) {
    return attempts.stream()
        .min(Comparator.comparingInt(attempt -> rank(attempt.outcome())))
        .orElseThrow(() -> new IllegalArgumentException("nothing was attempted"));
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> 0;
      case Outcome.InDoubt _ -> 1;
      case Outcome.Deferred _ -> 2;
      case Outcome.Rejected _ -> 3;
      case Outcome.RecipientGone _ -> 4;
    };
  }
}
