package io.tidings.user.erasure;

import com.google.protobuf.Timestamp;
import io.tidings.outbox.Fact;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.user.profile.ProfileRemoval;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What the other services are told. */
final class ErasureEvents {
  private ErasureEvents() {}

  /** Of each profile that the person had, so that it stays in order with what is told of it. */
  static List<Fact> of(
      String workspaceId, UUID erasureId, ProfileRemoval.Removed removed, Instant now) {
    return Stream.concat(Stream.of(removed.profileId()), removed.absorbed().stream())
        .map(profileId -> {
          ProfileErased.Builder erased =
              ProfileErased.newBuilder()
                  .setProfileId(profileId.toString())
                  .setErasureId(erasureId.toString())
                  .setOccurredAt(
                      Timestamp.newBuilder()
                          .setSeconds(now.getEpochSecond())
                          .setNanos(now.getNano()));
          if (removed.userId() != null) {
            erased.setUserId(removed.userId());
          }
          return new Fact(workspaceId, profileId, erased.build());
        })
        .toList();
  }
}
