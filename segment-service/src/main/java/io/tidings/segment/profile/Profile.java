package io.tidings.segment.profile;

import io.tidings.segment.value.FieldValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a profile.
 *
 * @param version the highest that user-service told; 0: it told of none yet, or the profile is no
 *     more
 * @param attributes latest values by canonical name
 * @param stamps when each attribute was set, removed ones too
 * @param mergedInto the profile that absorbed this one
 * @param erased nothing more is to be learnt of it
 */
public record Profile(
    ProfileKey key,
    long version,
    Map<String, FieldValue> attributes,
    Map<String, Stamp> stamps,
    @Nullable UUID mergedInto,
    boolean erased) {

  public Profile {
    attributes = Collections.unmodifiableMap(attributes);
    stamps = Collections.unmodifiableMap(stamps);
  }

  public static Profile unknown(ProfileKey key) {
    return new Profile(key, 0, Map.of(), Map.of(), null, false);
  }

  /** Events may come before the profile's own facts; until these come no segment counts it. */
  public boolean isKnown() {
    return version > 0;
  }

  public boolean isGone() {
    return erased || mergedInto != null;
  }

  public Profile changed(long toVersion, List<AttributeChange> changes) {
    Map<String, FieldValue> values = new HashMap<>(attributes);
    Map<String, Stamp> times = new HashMap<>(stamps);
    for (AttributeChange change : changes) {
      Stamp known = times.get(change.name());
      int order = known == null ? 1 : change.stamp().compareTo(known);
      if (order > 0 || (order == 0 && change.outranks(values.get(change.name())))) {
        times.put(change.name(), change.stamp());
        if (change.value() == null) {
          values.remove(change.name());
        } else {
          values.put(change.name(), change.value());
        }
      }
    }
    return new Profile(key, Math.max(version, toVersion), values, times, mergedInto, erased);
  }

  /** With all that the other one knew. It is known as long as user-service told of itself. */
  public Profile absorbing(Profile other) {
    List<AttributeChange> changes = new ArrayList<>();
    other.stamps.forEach(
        (name, stamp) -> changes.add(new AttributeChange(name, other.attributes.get(name), stamp)));
    return changed(version, changes);
  }

  public Profile mergedInto(UUID survivor) {
    return new Profile(key, 0, Map.of(), Map.of(), survivor, erased);
  }

  public Profile erase() {
    return new Profile(key, 0, Map.of(), Map.of(), mergedInto, true);
  }
}
