package io.tidings.messaging.send;

import io.tidings.messaging.database.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The one way in for sends, whatever makes them. */
@Singleton
public final class SendQueue {
  private final Database database;
  private final SendRepository sends;
  private final SendEvents events;
  private final QueueSignal signal;

  SendQueue(Database database, SendRepository sends, SendEvents events, QueueSignal signal) {
    this.database = database;
    this.sends = sends;
    this.events = events;
    this.signal = signal;
  }

  /**
   * Puts them on file in the transaction that is open, or one of its own, and wakes the workers
   * once it has committed. What a broadcast or automation made before is left out.
   *
   * @return how many are new
   */
  public int add(List<Send> made) {
    if (made.isEmpty()) {
      return 0;
    }
    return database.inTransaction(connection -> {
      int added = sends.insert(made);
      events.publish(made);
      Set<Lane> lanes =
          made.stream()
              .filter(send -> !send.state().hasEnded())
              .map(send -> send.order().lane())
              .collect(Collectors.toSet());
      database.afterCommit(() -> signal.raise(lanes));
      return added;
    });
  }
}
