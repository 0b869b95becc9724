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
final class ProfileHolders implements AttributeHolders {
  private final Profiles profiles;
  private final ProfileRepository repository;
  private final Changes changes;
  private final Clock clock;

  ProfileHolders(Profiles profiles, ProfileRepository repository, Changes changes, Clock clock) {
    this.profiles = profiles;
    this.repository = repository;
    this.changes = changes;
    this.clock = clock;
  }

  @Override
  public AttributeSubject subject() {
    return AttributeSubject.USER;
  }

  @Override
  public Part read(String workspaceId, String attribute, @Nullable UUID after, int size) {
    List<Profile> part = profiles.page(workspaceId, after, size);
    return Part.of(
        attribute,
        part.stream().map(Profile::attributes).toList(),
        part.isEmpty() ? null : part.getLast().id());
  }

  @Override
  public @Nullable UUID rewrite(
      String workspaceId,
      String attribute,
      UnaryOperator<AttributeValue> rewriting,
      @Nullable UUID after,
      int size)
      throws SQLException {
    List<Profile> part = repository.page(workspaceId, after, size);
    if (part.isEmpty()) {
      return null;
    }
    List<UUID> differing =
        part.stream()
            .filter(profile -> profile.rewriting(attribute, rewriting) != profile)
            .map(Profile::id)
            .toList();
    Instant now = clock.instant();
    // As they are under the lock: somebody may have changed them since they were read.
    List<Change> rewritten =
        repository.lock(workspaceId, differing).values().stream()
            .map(profile -> Change.of(profile, profile.rewriting(attribute, rewriting)))
            .filter(Change::isVisible)
            .map(change -> change.writtenAt(now))
            .toList();
    changes.write(workspaceId, rewritten, new KeyTransfers(), Map.of(), now);
    return part.getLast().id();
  }
}
