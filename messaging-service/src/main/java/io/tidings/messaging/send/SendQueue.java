package io.tidings.messaging.send;

import io.tidings.erasure.Erasures;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.database.ErasureLock;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The one way in for sends, whatever makes them. */
@Singleton
public final class SendQueue {
  private final Database database;
  private final ErasureLock lock;
  private final Erasures erasures;
  private final SendRepository sends;
  private final SendEvents events;
  private final QueueSignal signal;

  SendQueue(
      Database database,
      ErasureLock lock,
      Erasures erasures,
      SendRepository sends,
      SendEvents events,
      QueueSignal signal) {
    this.database = database;
    this.lock = lock;
    this.erasures = erasures;
    this.sends = sends;
    this.events = events;
    this.signal = signal;
  }

  /**
   * Puts them on file in the transaction that is open, or one of its own, and wakes the workers
   * once it has committed. What a broadcast or automation made before is left out; whoever was
   * erased since the send was made gets nothing, and it says nothing of them.
   *
   * @return the new ones, as they are on file
   */
  public List<Send> add(List<Send> made) {
    if (made.isEmpty()) {
      return List.of();
    }
    return database.inTransaction(_ -> {
      List<Send> added = sends.insert(withoutTheErased(made));
      events.publish(added);
      Set<Lane> lanes =
          added.stream()
              .filter(send -> !send.state().hasEnded())
              .map(send -> send.order().lane())
              .collect(Collectors.toSet());
      database.afterCommit(() -> signal.raise(lanes));
      return added;
    });
  }

  private List<Send> withoutTheErased(List<Send> made) throws SQLException {
    Map<String, Set<UUID>> profiles = new HashMap<>();
    for (Send send : made) {
      SendOrder order = send.order();
      if (order.profileId() != null) {
        profiles.computeIfAbsent(order.workspaceId(), _ -> new HashSet<>()).add(order.profileId());
      }
    }
    lock.share(profiles.keySet());
    Set<UUID> erased = new HashSet<>();
    for (Map.Entry<String, Set<UUID>> each : profiles.entrySet()) {
      erased.addAll(erasures.among(each.getKey(), each.getValue()));
    }
    return erased.isEmpty()
        ? made
        : made.stream()
            .map(send -> erased.contains(send.order().profileId()) ? send.erased() : send)
            .toList();
  }
}
