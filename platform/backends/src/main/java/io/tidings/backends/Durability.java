package io.tidings.backends;

/** What a commit is worth. */
public enum Durability {
  /** A commit survives the loss of power. */
  DURABLE,
  /** A commit survives the end of the process; for tests, whose data nobody needs tomorrow. */
  FAST
}
