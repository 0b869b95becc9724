package io.tidings.integration.delivery;

import io.tidings.integration.destination.Subject;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.rpc.Caller;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks user-service by which ids the receiver knows a user. */
@Singleton
class ProfilesClient {
  private final ServiceChannels channels;

  ProfilesClient(ServiceChannels channels) {
    this.channels = channels;
  }

  /**
   * @param profileIds at most 1,000
   * @return without those who are gone
   * @throws io.grpc.StatusRuntimeException while user-service is away
   */
  Map<UUID, Subject> subjects(String workspaceId, Collection<UUID> profileIds) {
    Map<UUID, Subject> subjects = new HashMap<>();
    List<UUID> open = List.copyOf(profileIds);
    while (!open.isEmpty()) {
      open = find(workspaceId, open, subjects);
    }
    return subjects;
  }

  /** Gives those that the answer had no room for, which are to be asked for again. */
  private List<UUID> find(String workspaceId, List<UUID> asked, Map<UUID, Subject> subjects) {
    BatchGetProfilesRequest.Builder request = BatchGetProfilesRequest.newBuilder();
    asked.forEach(
        id -> request.addSelectors(ProfileSelector.newBuilder().setProfileId(id.toString())));
    List<FoundProfile> found =
        Caller.service("integration", workspaceId)
            .call(() ->
                ProfileServiceGrpc.newBlockingStub(channels.to("user"))
                    .batchGetProfiles(request.build())
                    .getFoundList());
    List<UUID> leftOut = new ArrayList<>();
    for (int i = 0; i < asked.size() && i < found.size(); i++) {
      if (found.get(i).hasProfile()) {
        subjects.put(asked.get(i), subject(found.get(i).getProfile()));
      } else if (found.get(i).getLeftOut()) {
        leftOut.add(asked.get(i));
      }
    }
    return leftOut;
  }

  private static Subject subject(Profile profile) {
    @Nullable String userId = profile.getUserId().isEmpty() ? null : profile.getUserId();
    @Nullable String anonymousId =
        profile.getIdentifiersList().reversed().stream()
            .filter(identifier -> identifier.getType().equals("anonymous_id"))
            .map(Identifier::getValue)
            .findFirst()
            .orElse(null);
    return userId == null && anonymousId == null
        ? new Subject(null, profile.getId())
        : new Subject(userId, anonymousId);
  }
}
