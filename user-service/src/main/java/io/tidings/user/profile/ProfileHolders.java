package io.tidings.user.profile;

import io.tidings.user.attribute.AttributeHolders;
import io.tidings.user.attribute.AttributeSubject;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.identity.KeyTransfers;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The profiles as holders of the attributes of users. */
@Singleton
final class ProfileHolders implements AttributeHolders<Profile> {
  private final ProfileRepository profiles;
  private final Changes changes;
  private final Clock clock;

  ProfileHolders(ProfileRepository profiles, Changes changes, Clock clock) {
    this.profiles = profiles;
    this.changes = changes;
    this.clock = clock;
  }

  @Override
  public AttributeSubject subject() {
    return AttributeSubject.USER;
  }

  @Override
  public List<Profile> page(String workspaceId, @Nullable UUID after, int size)
      throws SQLException {
    return profiles.page(workspaceId, after, size).items();
  }

  @Override
  public void rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      List<Profile> holders)
      throws SQLException {
    Instant now = clock.instant();
    List<UUID> ids = holders.stream().map(Profile::id).toList();
    List<Change> rewritten =
        profiles.lock(workspaceId, ids).values().stream()
            .map(profile -> Change.of(profile, profile.rewriting(attribute, rewriting)))
            .filter(Change::isVisible)
            .map(change -> change.writtenAt(now))
            .toList();
    changes.write(workspaceId, rewritten, new KeyTransfers(), Map.of(), now);
  }
}
