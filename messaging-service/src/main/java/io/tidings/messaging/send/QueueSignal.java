package io.tidings.messaging.send;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells this replica at once how its lanes stand; the database tells the others. */
@Singleton
public final class QueueSignal {
  private final List<Consumer<Lane>> filled = new CopyOnWriteArrayList<>();
  private final List<Consumer<Lane>> drained = new CopyOnWriteArrayList<>();

  /** A lane has something. */
  public void onFilled(Consumer<Lane> listener) {
    filled.add(listener);
  }

  /** All that this replica took of a lane has ended, and nothing more is due. */
  public void onDrained(Consumer<Lane> listener) {
    drained.add(listener);
  }

  void raise(Collection<Lane> lanes) {
    for (Consumer<Lane> listener : filled) {
      lanes.forEach(listener);
    }
  }

  public void drained(Lane lane) {
    drained.forEach(listener -> listener.accept(lane));
  }
}
