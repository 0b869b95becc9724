package io.tidings.user.profile;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction made of one profile.
 *
 * @param before null where it was created
 * @param attributes those whose values differ, as they are now, by name
 */
record Change(@Nullable Profile before, Profile after, SortedMap<String, Attribute> attributes) {

  static Change of(@Nullable Profile before, Profile after) {
    return new Change(before, after, after.newsSince(before));
  }

  boolean isCreation() {
    return before == null;
  }

  /**
   * Whether anybody can tell the difference. The same value told again at a later time is no news,
   * yet is kept, for a call of the time between may still arrive.
   */
  boolean isVisible() {
    return before == null
        || !attributes.isEmpty()
        || !Objects.equals(before.userId(), after.userId())
        || !before.identifiers().equals(after.identifiers())
        || devicesDiffer();
  }

  /** The identifiers that came, other than the user id. */
  List<Identifier> identifiers() {
    return before == null
        ? after.identifiers()
        : after.identifiers().stream()
            .filter(identifier -> !before.identifiers().contains(identifier))
            .toList();
  }

  boolean devicesDiffer() {
    return before == null
        ? !after.devices().list().isEmpty()
        : !before.devices().areThoseOf(after.devices());
  }

  /** The change as it is written: under a new version where it is visible. */
  Change writtenAt(Instant now) {
    return isVisible() ? new Change(before, after.changedAt(now), attributes) : this;
  }
}
