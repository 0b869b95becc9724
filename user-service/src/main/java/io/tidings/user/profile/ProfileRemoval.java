package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Removes a person with everything that is kept of them here. In the caller's transaction. */
@Singleton
public final class ProfileRemoval {
  private final TransactionOperations<Connection> transactions;
  private final ProfileDirectory directory;
  private final ProfileRepository profiles;
  private final IdentifierRepository identifiers;
  private final List<ProfileBelongings> belongings;

  ProfileRemoval(
      TransactionOperations<Connection> transactions,
      ProfileDirectory directory,
      ProfileRepository profiles,
      IdentifierRepository identifiers,
      List<ProfileBelongings> belongings) {
    this.transactions = transactions;
    this.directory = directory;
    this.profiles = profiles;
    this.identifiers = identifiers;
    this.belongings = List.copyOf(belongings);
  }

  /**
   * Who is no more.
   *
   * @param userId null where it was never known
   * @param absorbed the profiles that were part of it
   * @param removed how much, by what it is
   */
  public record Removed(
      UUID profileId, @Nullable String userId, List<UUID> absorbed, Map<String, Long> removed) {
    @Override
    public String toString() {
      return "Removed[" + profileId + "]";
    }
  }

  /** Removes the selected profile; null where nobody is known by the selector. */
  public @Nullable Removed remove(String workspaceId, Selector selector, Instant now)
      throws SQLException {
    UUID id = directory.find(workspaceId, selector);
    if (id == null) {
      return null;
    }
    Profile profile = profiles.lock(workspaceId, List.of(id)).get(id);
    if (profile == null) {
      throw new ConcurrentChangeException();
    }
    Set<Key> keys = profile.keys();
    identifiers.release(workspaceId, keys);
    identifiers.erased(workspaceId, profile.identityKeys(), now);
    List<UUID> absorbed = delete(workspaceId, id);
    Map<String, Long> removed = new TreeMap<>();
    removed.put("profiles", 1L + absorbed.size());
    removed.put("identifiers", (long) profile.identityKeys().size());
    removed.put("attributes", (long) profile.attributes().size());
    removed.put("devices", (long) profile.devices().list().size());
    // After the profile is gone: nobody adds to what belongs to it any more.
    for (ProfileBelongings belonging : belongings) {
      removed.putAll(belonging.erase(workspaceId, id));
    }
    return new Removed(id, profile.userId(), absorbed, removed);
  }

  /**
   * @return the profiles that were part of it
   */
  private List<UUID> delete(String workspaceId, UUID id) throws SQLException {
    try (var statement =
        transactions
            .getConnection()
            .prepareStatement(
                """
                WITH removed AS (
                  DELETE FROM profile WHERE workspace_id = ? AND id = ?
                )
                DELETE FROM merged_profile WHERE workspace_id = ? AND profile_id = ?
                RETURNING id
                """)) {
      statement.setString(1, workspaceId);
      statement.setObject(2, id);
      statement.setString(3, workspaceId);
      statement.setObject(4, id);
      List<UUID> absorbed = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          absorbed.add(rows.getObject(1, UUID.class));
        }
      }
      return absorbed;
    }
  }
}
