package io.tidings.messaging.send;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells this replica's workers at once that a lane has something; the database tells the others.
 */
@Singleton
public final class QueueSignal {
  private final List<Consumer<Lane>> listeners = new CopyOnWriteArrayList<>();

  public void listen(Consumer<Lane> listener) {
    listeners.add(listener);
  }

  void raise(Collection<Lane> lanes) {
    for (Consumer<Lane> listener : listeners) {
      lanes.forEach(listener);
    }
  }
}
