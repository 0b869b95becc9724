package io.tidings.user.profile;

import io.tidings.user.RefusedException;
import io.tidings.user.attribute.Ignored;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The profile that an update was about.
 *
 * @param userId null while anonymous
 * @param created whether this update created it
 * @param ignored attributes that could not be set
 * @param refusal why nothing of the update was applied; else null
 */
public record Identified(
    UUID profileId,
    @Nullable String userId,
    boolean created,
    List<Ignored> ignored,
    @Nullable RefusedException refusal) {

  /**
   * Nobody: the update happened before its user was erased, came only afterwards, and was not
   * applied.
   */
  public static final Identified LATE =
      new Identified(
          new UUID(0, 0),
          null,
          false,
          List.of(),
          new RefusedException(
              "occurred_at",
              "the user was erased after this happened; what happened before an erasure is not"
                  + " taken"));

  /** Somebody of whom the update says what must stay as it is. */
  static Identified keeping(UUID profileId, RefusedException refusal) {
    return new Identified(profileId, null, false, List.of(), refusal);
  }

  /** Whether the update itself wanted not to be applied. */
  public boolean isKept() {
    return refusal != null && this != LATE;
  }

  /** The same, by what the profile is called at the end of the batch. */
  Identified as(UUID heir, @Nullable String knownAs) {
    return new Identified(heir, knownAs, created, ignored, refusal);
  }

  /** The same, with attributes that were left out before it was applied. */
  Identified ignoring(List<Ignored> attributes) {
    return attributes.isEmpty() || refusal != null
        ? this
        : new Identified(
            profileId,
            userId,
            created,
            Stream.concat(attributes.stream(), ignored.stream()).toList(),
            null);
  }
}
