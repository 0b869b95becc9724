package io.tidings.user.attribute;

import io.tidings.user.RefusedException;

/**
 * An attribute that was offered and not set, while the rest was.
 *
 * @param field as in the request: {@code attributes.age}
 * @param reason what was offered, what is allowed; for the caller, as it quotes the value
 */
public record Ignored(String field, String reason) {
  static Ignored of(String name, String reason) {
    return new Ignored("attributes." + name, reason);
  }

  public RefusedException refusal() {
    return new RefusedException(field, reason);
  }

  /** Without what is known of a person. */
  @Override
  public String toString() {
    return "Ignored[" + field + "]";
  }
}
