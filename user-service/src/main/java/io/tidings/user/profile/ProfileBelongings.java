package io.tidings.user.profile;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What another feature keeps of profiles beside their rows. It goes where the profile goes, in the
 * same transaction, which holds the rows of all profiles concerned.
 */
public interface ProfileBelongings {
  /**
   * Profiles were absorbed and are no more.
   *
   * @param heirs each absorbed profile with the one, still there, that it is part of now
   */
  void follow(String workspaceId, Map<UUID, UUID> heirs, Instant now) throws SQLException;

  /**
   * A profile was erased and is no more.
   *
   * @return how much was removed, by what it is
   */
  Map<String, Long> erase(String workspaceId, UUID profileId) throws SQLException;
}
