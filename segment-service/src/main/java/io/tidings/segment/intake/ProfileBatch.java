package io.tidings.segment.intake;

import io.tidings.segment.catalogue.Catalogue;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.event.EventRepository.KeptEvent;
import io.tidings.segment.profile.AttributeChange;
import io.tidings.segment.profile.Profile;
import io.tidings.segment.profile.ProfileKey;
import io.tidings.segment.value.FieldValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The profiles of one batch of news, as the news change them, and what is to be written of it. */
final class ProfileBatch {
  private final Map<ProfileKey, Profile> found;
  private final Map<ProfileKey, Profile> profiles;
  private final Map<ProfileKey, Touch> touched = new LinkedHashMap<>();
  private final List<KeptEvent> happened = new ArrayList<>();
  private final Set<ProfileKey> absorbed = new LinkedHashSet<>();
  private final Set<ProfileKey> erased = new LinkedHashSet<>();

  /**
   * @param found all that are there of those that the news name, and of those into which these were
   *     merged
   */
  ProfileBatch(Map<ProfileKey, Profile> found) {
    this.found = Map.copyOf(found);
    this.profiles = new HashMap<>(found);
  }

  void apply(News news) {
    switch (news) {
      case News.Changed(var key, var version, var attributes) -> changed(key, version, attributes);
      case News.Happened(var key, var events) -> happened(key, events);
      case News.Merged(var key, var survivor) ->
          merged(key, new ProfileKey(key.workspaceId(), survivor));
      case News.Erased(var key) -> erased(key);
    }
  }

  private void changed(ProfileKey key, long version, List<AttributeChange> attributes) {
    Profile before = holder(key);
    if (!before.isGone()) {
      // A version of the absorbed profile says nothing of the one that absorbed it.
      long known = before.key().equals(key) ? version : before.version();
      Profile after = before.changed(known, attributes);
      profiles.put(after.key(), after);
      Touch touch = touch(after.key());
      touch.everything |= !before.isKnown() && after.isKnown();
      for (AttributeChange change : attributes) {
        FieldValue value = after.attributes().get(change.name());
        if (!Objects.equals(before.attributes().get(change.name()), value)) {
          touch.attributes.add(change.name());
        }
      }
    }
  }

  private void happened(ProfileKey key, List<KeptEvent> events) {
    Profile holder = holder(key);
    if (!holder.isGone()) {
      profiles.put(holder.key(), holder);
      happened.addAll(events);
      events.forEach(event -> touch(holder.key()).events.add(event.event().name()));
    }
  }

  private void merged(ProfileKey absorbedKey, ProfileKey survivorKey) {
    Profile gone = profile(absorbedKey);
    Profile survivor = holder(survivorKey);
    // Told to the partitions of both profiles: the second time only late events are to be moved.
    absorbed.add(absorbedKey);
    if (!gone.isGone() && !survivor.key().equals(absorbedKey)) {
      if (!survivor.isGone()) {
        profiles.put(survivor.key(), survivor.absorbing(gone));
      }
      profiles.put(absorbedKey, gone.mergedInto(survivor.key().profileId()));
      touch(absorbedKey).everything = true;
    }
    touch(survivor.key()).everything = true;
  }

  private void erased(ProfileKey key) {
    profiles.put(key, profile(key).erase());
    erased.add(key);
    touch(key).everything = true;
  }

  /** The profile itself, or the one into which it was merged. */
  private Profile holder(ProfileKey key) {
    Profile profile = profile(key);
    UUID survivor = profile.mergedInto();
    return survivor == null || profile.erased()
        ? profile
        : holder(new ProfileKey(key.workspaceId(), survivor));
  }

  Profile profile(ProfileKey key) {
    Profile known = profiles.get(key);
    return known == null ? Profile.unknown(key) : known;
  }

  private Touch touch(ProfileKey key) {
    return touched.computeIfAbsent(key, _ -> new Touch());
  }

  /** Profiles that are new. */
  Collection<Profile> made() {
    return profiles.values().stream().filter(profile -> !found.containsKey(profile.key())).toList();
  }

  /** Profiles that were there and are different now. */
  Collection<Profile> changed() {
    return profiles.values().stream()
        .filter(profile -> {
          Profile before = found.get(profile.key());
          return before != null && !before.equals(profile);
        })
        .toList();
  }

  /** All events that happened, of whoever they belong to by now. */
  Collection<KeptEvent> events() {
    List<KeptEvent> events = new ArrayList<>();
    for (KeptEvent event : happened) {
      Profile holder = holder(event.profile());
      if (!holder.isGone()) {
        events.add(new KeptEvent(holder.key(), event.eventId(), event.event()));
      }
    }
    return events;
  }

  /** Whose events go to whom. */
  Map<ProfileKey, UUID> moves() {
    Map<ProfileKey, UUID> moves = new LinkedHashMap<>();
    for (ProfileKey key : absorbed) {
      UUID survivor = profile(key).mergedInto();
      if (survivor != null && !holder(key).erased()) {
        moves.put(key, survivor);
      }
    }
    return moves;
  }

  /** Whose events are to be removed: the erased, and whoever was absorbed by one of them. */
  Set<ProfileKey> removals() {
    Set<ProfileKey> removals = new LinkedHashSet<>(erased);
    absorbed.stream().filter(key -> holder(key).erased()).forEach(removals::add);
    return removals;
  }

  Map<ProfileKey, Touch> touched() {
    return touched;
  }

  /** What the news touched of one profile. */
  static final class Touch {
    private boolean everything;
    private final Set<String> attributes = new HashSet<>();
    private final Set<String> events = new HashSet<>();

    /** The segments whose answer may be another now. */
    Collection<Segment> segments(Catalogue catalogue, String workspaceId) {
      return everything
          ? catalogue.segments(workspaceId)
          : catalogue.dependingOn(workspaceId, attributes, events);
    }

    /** Whether nothing but events bears upon the segment. */
    boolean onlyEvents(Segment segment) {
      return !everything && Collections.disjoint(attributes, segment.definition().attributes());
    }
  }
}
