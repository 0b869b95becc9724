package io.tidings.user.profile;

import io.tidings.user.attribute.Ignored;
import io.tidings.user.device.Device;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Identity;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyTransfers;
import io.tidings.user.identity.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The users whom one batch is about, while its updates are folded into them in the order given. Who
 * a user is, is decided here: an anonymous profile becomes or joins the user whom a call names
 * together with its anonymous id; what belongs to another user stays there.
 */
final class BatchFold {
  private final Map<Key, UUID> owners = new HashMap<>();
  private final Map<UUID, @Nullable String> userIds = new HashMap<>();
  private final Map<UUID, Profile> before;
  private final Map<UUID, Profile> profiles;
  private final Map<UUID, Merge> absorbed = new LinkedHashMap<>();
  private final Set<String> uncountedMessages;
  private final Supplier<UUID> newIds;
  private final Instant now;
  private final List<Identified> outcomes = new ArrayList<>();
  private int created;

  /**
   * @param owners of the keys that the updates name, as far as they have one
   * @param loaded the profiles that are {@link #involved}
   * @param uncountedMessages the messages whose page views are to be counted
   */
  BatchFold(
      Map<Key, Owner> owners,
      Map<UUID, Profile> loaded,
      Set<String> uncountedMessages,
      Supplier<UUID> newIds,
      Instant now) {
    owners.forEach((key, owner) -> {
      this.owners.put(key, owner.profileId());
      userIds.put(owner.profileId(), owner.userId());
    });
    this.before = Map.copyOf(loaded);
    this.profiles = new LinkedHashMap<>(loaded);
    this.uncountedMessages = new HashSet<>(uncountedMessages);
    this.newIds = newIds;
    this.now = now;
  }

  /**
   * The profiles that the updates may change. A call that only names a known user changes nothing,
   * and that user's profile is not among them.
   */
  static Set<UUID> involved(Collection<Update> updates, Map<Key, Owner> owners) {
    Set<UUID> involved = new HashSet<>();
    for (Update update : updates) {
      Identity identity = update.identity();
      Owner user = owner(identity.user(), owners);
      Owner anonymous = owner(identity.anonymous(), owners);
      boolean joins =
          identity.user() != null
              && identity.anonymous() != null
              && (anonymous == null || anonymous.isAnonymous());
      boolean news = update.carriesNews() || names(identity.others(), owners);
      if (user != null && (joins || news)) {
        involved.add(user.profileId());
      }
      if (anonymous != null && (joins || (identity.user() == null && news))) {
        involved.add(anonymous.profileId());
      }
      involved.addAll(aliased(identity, user, owners));
      for (Device device : update.devices()) {
        Owner holder = owners.get(device.key());
        if (holder != null) {
          involved.add(holder.profileId());
        }
      }
    }
    return involved;
  }

  /** Whether an identifier is among them that nobody has. Whoever has one keeps it. */
  private static boolean names(List<Identifier> others, Map<Key, Owner> owners) {
    return others.stream().anyMatch(other -> !owners.containsKey(Key.of(other)));
  }

  /** Whom previous ids join: nobody where all of them lead to the user already. */
  private static Set<UUID> aliased(
      Identity identity, @Nullable Owner user, Map<Key, Owner> owners) {
    Set<UUID> aliased = new HashSet<>();
    for (Identifier previous : identity.previous()) {
      Owner known = owner(previous, owners);
      if (known == null || user == null || !known.profileId().equals(user.profileId())) {
        Stream.of(Optional.ofNullable(known), Optional.ofNullable(user))
            .flatMap(Optional::stream)
            .map(Owner::profileId)
            .forEach(aliased::add);
      }
    }
    return aliased;
  }

  /** Applies one update. */
  void apply(Update update) {
    Identified kept = keeping(update);
    if (kept != null) {
      outcomes.add(kept);
      return;
    }
    int createdBefore = created;
    UUID id = resolve(update.identity());
    List<Ignored> ignored = List.of();
    if (update.carriesNews()) {
      boolean counts = update.pageViews() > 0 && uncountedMessages.remove(update.messageId());
      Profile next = profile(id).after(update, counts ? update.pageViews() : 0);
      put(next);
      ignored = next.withoutRoom(update.attributes(), update.occurredAt());
      update.devices().forEach(device -> takeDevice(id, device));
    }
    update.identity().others().forEach(identifier -> attach(id, identifier));
    outcomes.add(new Identified(id, null, created > createdBefore, ignored, null));
  }

  /** The user whom the update would change, where it says that it must not; else null. */
  private @Nullable Identified keeping(Update update) {
    if (update.kept().names().isEmpty()) {
      return null;
    }
    Identity identity = update.identity();
    UUID user = identity.user() == null ? null : owners.get(Key.of(identity.user()));
    UUID anonymous = identity.anonymous() == null ? null : owners.get(Key.of(identity.anonymous()));
    Profile known = profiles.get(user != null ? user : anonymous);
    return known == null
        ? null
        : update
            .kept()
            .objection(known.attributes(), update.attributes())
            .map(objection -> Identified.keeping(known.id(), objection))
            .orElse(null);
  }

  /** Who each update was about, in their order, as of the end of the batch. */
  List<Identified> outcomes() {
    return outcomes.stream()
        .map(outcome -> {
          UUID id = heir(outcome.profileId());
          return outcome.as(id, userId(id));
        })
        .toList();
  }

  /** What became of the profiles that are not as they were. */
  List<Change> changes() {
    return profiles.values().stream()
        .filter(profile -> before.get(profile.id()) != profile)
        .map(profile -> Change.of(before.get(profile.id()), profile).writtenAt(now))
        .toList();
  }

  /** The profiles that are no more, each with the one it is now part of. */
  Map<UUID, UUID> merges() {
    Map<UUID, UUID> merges = new LinkedHashMap<>();
    reasons().forEach(merge -> merges.put(merge.absorbed(), merge.into()));
    return merges;
  }

  /** Why those profiles are no more, in the order in which they went. */
  List<Merge> reasons() {
    return absorbed.values().stream()
        .filter(merge -> before.containsKey(merge.absorbed()))
        .map(merge -> merge.into(heir(merge.into())))
        .toList();
  }

  /** The profile itself, or the one of which it is part by now. */
  private UUID heir(UUID id) {
    UUID heir = id;
    for (Merge merge = absorbed.get(heir); merge != null; merge = absorbed.get(heir)) {
      heir = merge.into();
    }
    return heir;
  }

  /** Which keys change hands. */
  KeyTransfers transfers() {
    KeyTransfers transfers = new KeyTransfers();
    for (Profile profile : profiles.values()) {
      Profile old = before.get(profile.id());
      if (old != profile) {
        transfers.add(profile.id(), old == null ? Set.of() : old.keys(), profile.keys());
      }
    }
    before.forEach((id, profile) -> {
      if (absorbed.containsKey(id)) {
        transfers.add(id, profile.keys(), Set.of());
      }
    });
    return transfers;
  }

  private UUID resolve(Identity identity) {
    Identifier anonymous = identity.anonymous();
    UUID byAnonymous = anonymous == null ? null : owners.get(Key.of(anonymous));
    UUID id;
    if (identity.user() != null) {
      id = resolve(identity.user(), anonymous, byAnonymous);
    } else {
      id = byAnonymous != null ? byAnonymous : create();
    }
    if (anonymous != null && byAnonymous == null) {
      attach(id, anonymous);
    }
    identity.previous().forEach(previous -> join(id, previous));
    return id;
  }

  private UUID resolve(
      Identifier user, @Nullable Identifier anonymous, @Nullable UUID byAnonymous) {
    boolean joinable = byAnonymous != null && userId(byAnonymous) == null;
    UUID known = owners.get(Key.of(user));
    if (known == null) {
      UUID id = byAnonymous != null && joinable ? byAnonymous : create();
      put(profile(id).knownAs(user));
      owners.put(Key.of(user), id);
      return id;
    }
    if (anonymous != null
        && byAnonymous != null
        && joinable
        && profile(known).hasRoomFor(profile(byAnonymous))) {
      merge(known, byAnonymous, Merge.Cause.ANONYMOUS_ID, anonymous);
    }
    return known;
  }

  /**
   * Lets an id lead to the user to whom it belonged before, with the profile that has it by now.
   */
  private void join(UUID id, Identifier previous) {
    UUID known = owners.get(Key.of(previous));
    if (known == null) {
      if (profile(id).hasRoomForPrevious(previous)) {
        put(profile(id).formerlyKnownBy(previous));
        owners.put(Key.of(previous), id);
      }
    } else if (!known.equals(id)) {
      merge(id, known, Merge.Cause.ALIAS, previous);
    }
  }

  private UUID create() {
    UUID id = newIds.get();
    created++;
    put(Profile.unknown(id, now));
    return id;
  }

  private void merge(UUID into, UUID other, Merge.Cause cause, Identifier by) {
    Profile theirs = profile(other);
    put(profile(into).absorbing(theirs));
    profiles.remove(other);
    absorbed.put(other, new Merge(other, into, cause, by));
    theirs.keys().forEach(key -> owners.put(key, into));
  }

  /** Adds an identifier that nobody has; beyond what a profile may hold it is left out. */
  private void attach(UUID id, Identifier identifier) {
    Key key = Key.of(identifier);
    if (!owners.containsKey(key) && profile(id).hasRoomFor(identifier)) {
      put(profile(id).knownBy(identifier));
      owners.put(key, id);
    }
  }

  /** A token goes with the user on whom it was seen last. */
  private void takeDevice(UUID id, Device device) {
    UUID holder = owners.get(device.key());
    if (holder != null && !holder.equals(id)) {
      Profile other = profile(holder);
      Optional<Device> held = other.devices().find(device.token());
      if (held.isPresent() && held.get().lastSeenAt().isAfter(device.lastSeenAt())) {
        return;
      }
      put(other.withoutDevice(device.token()));
    }
    put(profile(id).seenOn(device));
    owners.put(device.key(), id);
  }

  private @Nullable String userId(UUID id) {
    Profile profile = profiles.get(id);
    return profile != null ? profile.userId() : userIds.get(id);
  }

  private static @Nullable Owner owner(@Nullable Identifier identifier, Map<Key, Owner> owners) {
    return identifier == null ? null : owners.get(Key.of(identifier));
  }

  private void put(Profile profile) {
    profiles.put(profile.id(), profile);
  }

  private Profile profile(UUID id) {
    Profile profile = profiles.get(id);
    if (profile == null) {
      throw new IllegalStateException("profile " + id + " is changed without being loaded");
    }
    return profile;
  }
}
