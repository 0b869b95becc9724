package io.tidings.messaging.send;

/** Why a send ends before a provider is called. */
public enum Discard {
  UNKNOWN_USER,
  MISSING_ATTRIBUTE,
  SUPPRESSED,
  /** Its broadcast was cancelled before its turn came. */
  CANCELLED
}
