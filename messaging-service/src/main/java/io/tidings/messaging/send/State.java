package io.tidings.messaging.send;

/** Where a send stands. */
public enum State {
  QUEUED,
  /** A worker has it, or it waits to be tried again. */
  SENDING,
  SENT,
  DELIVERED,
  BOUNCED,
  /** It arrived, and its reader called it spam. */
  COMPLAINED,
  DISCARDED,
  FAILED,
  IN_DOUBT;

  /** Whether no worker will take it (any more). */
  public boolean hasEnded() {
    return switch (this) {
      case QUEUED, SENDING -> false;
      case SENT, DELIVERED, BOUNCED, COMPLAINED, DISCARDED, FAILED, IN_DOUBT -> true;
    };
  }
}
