package io.tidings.gateway.collect;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a call happened. */
final class EventTime {
  private EventTime() {}

  /**
   * The time of a call by the platform's clock: how long before it was sent it happened, counted
   * back from when it was received; as given where the caller did not say when it sent it.
   *
   * @param original by the caller's clock; null where the caller says nothing
   */
  static Instant of(Instant receivedAt, @Nullable Instant sentAt, @Nullable Instant original) {
    if (original == null) {
      return receivedAt;
    }
    return sentAt == null ? original : receivedAt.minus(Duration.between(original, sentAt));
  }
}
