package io.tidings.messaging.send;

/** Why a send ends before a provider is called. */
public enum Discard {
  UNKNOWN_USER,
  MISSING_ATTRIBUTE,
  /** The user does not want the category on the channel. */
  UNSUBSCRIBED,
  SUPPRESSED,
  /** Its broadcast was cancelled before its turn came. */
  CANCELLED,
  /** The user was merged with another, who has a send of the same broadcast. */
  MERGED,
  /** The user was erased before its turn came. */
  ERASED
}
