package io.tidings.user.profile;

import io.tidings.user.device.Device;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.Owner;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tables hold, for tests of the folding alone: batches go through it as through them. */
final class ProfileStoreInMemory {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  final Map<UUID, Profile> profiles = new HashMap<>();
  private final Map<Key, UUID> owners = new HashMap<>();
  private final Set<String> countedMessages = new HashSet<>();

  List<Identified> apply(List<Update> batch) {
    Map<Key, Owner> named = new HashMap<>();
    batch.stream().flatMap(ProfileStoreInMemory::keys).forEach(key -> putOwner(named, key));
    Map<UUID, Profile> loaded =
        BatchFold.involved(batch, named).stream()
            .collect(Collectors.toMap(id -> id, profiles::get));
    Set<String> uncounted =
        batch.stream()
            .map(Update::messageId)
            .filter(countedMessages::add)
            .collect(Collectors.toSet());
    BatchFold fold = new BatchFold(named, loaded, uncounted, UUID::randomUUID, NOW);
    batch.forEach(fold::apply);
    fold.changes().forEach(change -> profiles.put(change.after().id(), change.after()));
    profiles.keySet().removeAll(fold.merges().keySet());
    owners.putAll(fold.transfers().claims());
    owners.putAll(fold.transfers().moves());
    owners.keySet().removeAll(fold.transfers().releases());
    return fold.outcomes();
  }

  private static Stream<Key> keys(Update update) {
    return Stream.concat(update.identity().keys(), update.devices().stream().map(Device::key));
  }

  private void putOwner(Map<Key, Owner> named, Key key) {
    Profile profile = profiles.get(owners.get(key));
    if (profile != null) {
      named.put(key, new Owner(profile.id(), profile.userId()));
    }
  }

  /** The owners of all keys, as they are noted beside the profiles. */
  Map<Key, UUID> owners() {
    return Map.copyOf(owners);
  }
}
