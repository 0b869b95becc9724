package io.tidings.user.profile;

import io.micronaut.context.annotation.Factory;
import io.tidings.secrets.SealedColumn;
import io.tidings.user.identity.UserIds;
import jakarta.inject.Singleton;
import java.util.List;

/** What of a profile's row is sealed, for the rotation of keys. */
@Factory
final class SealedProfiles {
  private static final List<SealedColumn.Key> KEY =
      List.of(SealedColumn.Key.text("workspace_id"), SealedColumn.Key.uuid("id"));

  @Singleton
  SealedColumn documents() {
    return new SealedColumn(
        "profile", "document", KEY, key -> context(key.getFirst(), key.getLast()));
  }

  @Singleton
  SealedColumn userIds() {
    return new SealedColumn(
        "profile", "user_id", KEY, key -> UserIds.context(key.getFirst(), key.getLast()));
  }

  @Singleton
  SealedColumn mergeIdentifiers() {
    return new SealedColumn(
        "profile_merge",
        "identifier_value",
        KEY,
        key -> mergeContext(key.getFirst(), key.getLast()));
  }

  /** What the sealed identifier of a merge belongs to. */
  static String mergeContext(String workspaceId, String mergeId) {
    return "merge %s %s".formatted(workspaceId, mergeId);
  }

  /** What a sealed document belongs to. */
  static String context(String workspaceId, String profileId) {
    return "profile " + workspaceId + " " + profileId;
  }
}
