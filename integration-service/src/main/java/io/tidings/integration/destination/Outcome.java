package io.tidings.integration.destination;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. Closed on purpose: a new case must be handled wherever it matters. */
public sealed interface Outcome {

  /** It has it. */
  record Accepted() implements Outcome {}

  /**
   * Not now.
   *
   * @param retryAfter how long it asks to wait; null where it does not say
   */
  record Deferred(String reason, @Nullable Duration retryAfter) implements Outcome {}

  /** It will not take this, however often it is told. */
  record Rejected(String reason) implements Outcome {}

  /** It wants to hear no more. */
  record Gone(String reason) implements Outcome {}
}
