package io.tidings.user.profile;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Ignored;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The profile that an update was about.
 *
 * @param userId null while anonymous
 * @param created whether this update created it
 * @param ignored attributes that could not be set
 */
public record Identified(
    UUID profileId, @Nullable String userId, boolean created, List<Ignored> ignored) {

  Identified(UUID profileId, @Nullable String userId, boolean created) {
    this(profileId, userId, created, List.of());
  }

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

  Identified ignoring(List<Ignored> attributes) {
    return attributes.isEmpty() ? this : new Identified(profileId, userId, created, attributes);
  }
}
