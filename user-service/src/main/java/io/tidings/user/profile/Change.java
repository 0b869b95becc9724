package io.tidings.user.profile;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.identity.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one batch made of one profile.
 *
 * @param before null where the batch created it
 */
record Change(@Nullable Profile before, Profile after) {

  boolean isCreation() {
    return before == null;
  }

  /**
   * Whether anybody can tell the difference. The same value told again at a later time is no news,
   * yet is kept, for a call of the time between may still arrive.
   */
  boolean isVisible() {
    return before == null
        || !Objects.equals(before.userId(), after.userId())
        || !before.identifiers().equals(after.identifiers())
        || devicesDiffer()
        || !attributes().isEmpty();
  }

  /** The attributes whose values differ, as they are now, by name. */
  SortedMap<String, Attribute> attributes() {
    SortedMap<String, Attribute> differing = new TreeMap<>();
    after
        .attributes()
        .forEach((name, attribute) -> {
          if (!attribute.value().equals(valueBefore(name))) {
            differing.put(name, attribute);
          }
        });
    return differing;
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
    return isVisible() ? new Change(before, after.changedAt(now)) : this;
  }

  private AttributeValue valueBefore(String name) {
    Attribute attribute = before == null ? null : before.attributes().get(name);
    return attribute == null ? AttributeValue.Nothing.NOTHING : attribute.value();
  }
}
