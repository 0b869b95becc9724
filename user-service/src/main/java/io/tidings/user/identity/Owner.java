package io.tidings.user.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose a key is.
 *
 * @param userId null while the profile is anonymous
 */
public record Owner(UUID profileId, @Nullable String userId) {
  public boolean isAnonymous() {
    return userId == null;
  }
}
