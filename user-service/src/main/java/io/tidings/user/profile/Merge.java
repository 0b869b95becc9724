package io.tidings.user.profile;

import io.tidings.user.identity.Identifier;
import java.util.UUID;

/**
 * Two profiles that turned out to be one.
 *
 * @param absorbed the one that is no more
 * @param into the one of which it is part
 * @param by the identifier by which it was found
 */
record Merge(UUID absorbed, UUID into, Cause cause, Identifier by) {
  enum Cause {
    /** A call named the user together with the anonymous id. */
    ANONYMOUS_ID,
    /** A call said that the id was the user's before. */
    ALIAS
  }

  /** The same, the survivor being part of another one. */
  Merge into(UUID heir) {
    return new Merge(absorbed, heir, cause, by);
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "Merge[" + absorbed + " into " + into + ", " + cause + "]";
  }
}
