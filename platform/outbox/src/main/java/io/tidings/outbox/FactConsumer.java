package io.tidings.outbox;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A consumer group of this service: one bean, one class per group. */
public interface FactConsumer {

  /**
   * Names the group and its queues: {@code segment} reads {@code segment.0}, {@code segment.1} …
   */
  String group();

  /** Whose facts it gets: {@code user}, {@code event}, {@code segment}, {@code messaging}. */
  Set<String> publishers();

  /**
   * Which of the facts this group has a use for. An entry that holds none of them costs no
   * transaction: it is passed over and not noted, so one that is delivered again is asked about
   * again. Called outside any transaction with all facts of a batch; every fact when not said
   * otherwise.
   */
  default Predicate<ReceivedFact> interestIn(List<ReceivedFact> facts) {
    return _ -> true;
  }

  /**
   * Does what must be committed before these facts are applied, in transactions of its own. Called
   * outside any transaction with the facts of interest of a batch, also with those that were
   * applied before: to do it again must change nothing. Throwing is a failure of the batch.
   */
  default void prepare(List<ReceivedFact> facts) {}

  /**
   * Applies facts of interest that this group has not applied before, in the order of their
   * partition.
   *
   * <p>Called inside an open transaction of this thread, which also notes that they are applied;
   * throwing rolls both back. It is no place for a further transaction: where every consumer holds
   * a connection and asks for another, none gets it. What passes by itself (database or a called
   * service away, a deadlock) is tried again without end; any other failure is narrowed down to the
   * entry at fault, which after its attempts goes to the group's dead-letter queue while its
   * neighbours are applied.
   */
  void consume(List<ReceivedFact> facts);
}
