package io.tidings.user.profile;

import io.tidings.user.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The profile that an update was about.
 *
 * @param userId null while anonymous
 * @param created whether this update created it
 */
public record Identified(UUID profileId, @Nullable String userId, boolean created) {

  /**
   * Nobody: the update happened before its user was erased, came only afterwards, and was not
   * applied.
   */
  public static final Identified LATE = new Identified(new UUID(0, 0), null, false);

  /** What a caller is told of an update that is late. */
  public static RefusedException late() {
    return new RefusedException(
        "occurred_at",
        "the user was erased after this happened; what happened before an erasure is not taken");
  }

  public boolean isLate() {
    return profileId.equals(LATE.profileId);
  }
}
