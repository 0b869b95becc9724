package io.tidings.messaging.send;

import java.util.UUID;

/** What made a send. */
public sealed interface Origin {

  /** Somebody called Send. */
  record Call() implements Origin {}

  record Broadcast(UUID id) implements Origin {}

  /**
   * @param entryNumber which entry of the user into the segment
   */
  record Automation(UUID id, long entryNumber) implements Origin {}

  /** Whether it is one of very many, which others do not wait behind. */
  default boolean isBulk() {
    return this instanceof Broadcast;
  }
}
