package io.tidings.event.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of history in its order.
 *
 * @param next where it goes on; null where nothing follows
 */
record Page(List<RecordedEvent> events, @Nullable Position next) {
  Page {
    events = List.copyOf(events);
  }
}
