package io.tidings.integration.destination;

import org.jspecify.annotations.Nullable;

/**
 * Whom a notice is about.
 *
 * @param userId the customer's id; null while the user is anonymous
 * @param anonymousId the latest of them; the platform's own id where there is neither
 */
public record Subject(@Nullable String userId, @Nullable String anonymousId) {
  public Subject {
    if (userId == null && anonymousId == null) {
      throw new IllegalArgumentException("a subject has a user id or an anonymous id");
    }
  }

  @Override
  public String toString() {
    return "Subject";
  }
}
