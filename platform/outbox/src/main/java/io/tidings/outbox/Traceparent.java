package io.tidings.outbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries the trace of a call along with its facts. Optional: where no bean offers it, facts travel
 * without.
 */
public interface Traceparent {

  /** The W3C trace context of what this thread is doing; null when it is not traced. */
  @Nullable String current();

  /**
   * Does the work as a continuation of the traces given: a batch may hold facts of many calls, in
   * their order and without those that were not traced.
   */
  void continuing(List<String> traceparents, Runnable work);
}
