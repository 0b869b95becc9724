package io.tidings.user.profile;

import io.tidings.user.attribute.Attribute;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyTransfers;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets another feature read and add to a user's attributes, with their times. */
@Singleton
public final class AttributeExchange {
  private final Changes changes;
  private final ProfileDirectory directory;
  private final ProfileRepository profiles;

  AttributeExchange(Changes changes, ProfileDirectory directory, ProfileRepository profiles) {
    this.changes = changes;
    this.directory = directory;
    this.profiles = profiles;
  }

  /** A user who is held until the open transaction ends. */
  public static final class Held {
    private final Profile profile;

    private Held(Profile profile) {
      this.profile = profile;
    }

    public UUID id() {
      return profile.id();
    }

    /** By canonical name, the removed ones among them. */
    public Map<String, Attribute> attributes() {
      return profile.attributes();
    }
  }

  /** The user, locked; null where nobody is known by the key. */
  public @Nullable Held hold(String workspaceId, Key key) throws SQLException {
    UUID id = directory.find(workspaceId, Selector.of(key));
    if (id == null) {
      return null;
    }
    Profile profile = profiles.lock(workspaceId, List.of(id)).get(id);
    if (profile == null) {
      throw new ConcurrentChangeException();
    }
    return new Held(profile);
  }

  /** Writes the attributes that win over what is known. */
  public void write(String workspaceId, Held held, Map<String, Attribute> told, Instant now)
      throws SQLException {
    Profile next = held.profile.with(told);
    if (next != held.profile) {
      changes.write(
          workspaceId,
          List.of(Change.of(held.profile, next).writtenAt(now)),
          new KeyTransfers(),
          Map.of(),
          now);
    }
  }
}
