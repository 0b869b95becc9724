package io.tidings.user.profile;

import io.tidings.user.device.Device;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyTransfers;
import io.tidings.user.identity.Owner;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes devices away that their push service no longer knows. */
@Singleton
final class DeviceRemoval {
  private final Changes changes;
  private final IdentifierRepository identifiers;
  private final ProfileRepository profiles;
  private final Clock clock;

  DeviceRemoval(
      Changes changes, IdentifierRepository identifiers, ProfileRepository profiles, Clock clock) {
    this.changes = changes;
    this.identifiers = identifiers;
    this.profiles = profiles;
    this.clock = clock;
  }

  /**
   * Takes the token away from whoever has it, unless it was seen after it was said to be gone.
   *
   * @return whether somebody had it
   */
  boolean remove(String workspaceId, String token, Instant goneAt) {
    return changes.inTransaction(() -> removeNow(workspaceId, token, goneAt));
  }

  private boolean removeNow(String workspaceId, String token, Instant goneAt) throws SQLException {
    Key key = Key.ofDeviceToken(token);
    Owner owner = identifiers.owners(workspaceId, List.of(key)).get(key);
    if (owner == null) {
      return false;
    }
    Profile holder = profiles.lock(workspaceId, List.of(owner.profileId())).get(owner.profileId());
    Optional<Device> device = holder == null ? Optional.empty() : holder.devices().find(token);
    if (holder == null || device.isEmpty()) {
      throw new ConcurrentChangeException();
    }
    if (device.get().lastSeenAt().isAfter(goneAt)) {
      return false;
    }
    Profile without = holder.withoutDevice(token);
    KeyTransfers transfers = new KeyTransfers();
    transfers.add(holder.id(), holder.keys(), without.keys());
    Instant now = clock.instant();
    changes.write(
        workspaceId, List.of(Change.of(holder, without).writtenAt(now)), transfers, Map.of(), now);
    return true;
  }
}
