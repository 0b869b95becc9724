package io.tidings.outbox;

import java.util.List;
import java.util.Set;

/** A consumer group of this service: one bean, one class per group. */
public interface FactConsumer {

  /**
   * Names the group and its queues: {@code segment} reads {@code segment.0}, {@code segment.1} …
   */
  String group();

  /** Whose facts it gets: {@code user}, {@code event}, {@code segment}, {@code messaging}. */
  Set<String> publishers();

  /**
   * Applies facts that this group has not applied before, in the order of their partition.
   *
   * <p>Called inside an open transaction of this thread, which also notes that they are applied;
   * throwing rolls both back. What passes by itself (database or a called service away, a deadlock)
   * is tried again without end; any other failure is narrowed down to the entry at fault, which
   * after its attempts goes to the group's dead-letter queue while its neighbours are applied.
   * Payload types that the group has no use for are to be ignored.
   */
  void consume(List<ReceivedFact> facts);
}
