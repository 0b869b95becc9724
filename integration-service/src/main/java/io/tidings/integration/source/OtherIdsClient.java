package io.tidings.integration.source;

import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up whom the services' own ids of customers lead to. One that was put down for another user
 * before leads to that one, and a corrected entry is no word to join the two for good.
 */
@Singleton
final class OtherIdsClient {
  /** Longer ids nobody has, and they cannot be asked for. */
  private static final int MAX_ID = 255;

  private final ProfileServiceBlockingStub profiles;

  OtherIdsClient(ServiceChannels channels) {
    this.profiles = ProfileServiceGrpc.newBlockingStub(channels.to("user"));
  }

  /** Those of the calls whose other id leads to somebody else than their user. */
  Set<CustomerCall> ofSomebodyElse(List<CustomerCall> told) {
    List<CustomerCall> asked = told.stream().filter(OtherIdsClient::canBeAsked).toList();
    if (asked.isEmpty()) {
      return Set.of();
    }
    BatchGetProfilesRequest.Builder request = BatchGetProfilesRequest.newBuilder();
    for (CustomerCall call : asked) {
      request
          .addSelectors(selector(call.userId()))
          .addSelectors(selector(call.other().orElseThrow()));
    }
    List<FoundProfile> found = profiles.batchGetProfiles(request.build()).getFoundList();
    Set<CustomerCall> ofSomebodyElse = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      FoundProfile user = found.get(2 * i);
      FoundProfile other = found.get(2 * i + 1);
      if (other.hasProfile()
          && !asked.get(i).other().equals(Optional.of(other.getProfile().getUserId()))
          && !other.getProfile().getId().equals(user.getProfile().getId())) {
        ofSomebodyElse.add(asked.get(i));
      }
    }
    return ofSomebodyElse;
  }

  private static boolean canBeAsked(CustomerCall call) {
    return isAnId(call.userId()) && call.other().filter(OtherIdsClient::isAnId).isPresent();
  }

  private static boolean isAnId(String id) {
    return id.codePointCount(0, id.length()) <= MAX_ID;
  }

  private static ProfileSelector selector(String id) {
    return ProfileSelector.newBuilder().setUserId(id).build();
  }
}
