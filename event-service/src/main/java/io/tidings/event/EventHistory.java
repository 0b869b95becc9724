package io.tidings.event;

import io.micronaut.runtime.Micronaut;

/** Starts event-service. */
public final class EventHistory {
  private EventHistory() {}

  public static void main(String[] arguments) {
    Micronaut.run(EventHistory.class, arguments);
  }
}
