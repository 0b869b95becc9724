package io.tidings.segment.profile;

import java.util.Comparator;
import java.util.UUID;

/** Names a profile. Ordered so that whoever locks several takes the same way. */
public record ProfileKey(String workspaceId, UUID profileId) implements Comparable<ProfileKey> {
  private static final Comparator<ProfileKey> ORDER =
      Comparator.comparing(ProfileKey::workspaceId)
          .thenComparing(key -> key.profileId().toString());

  @Override
  public int compareTo(ProfileKey other) {
    return ORDER.compare(this, other);
  }
}
