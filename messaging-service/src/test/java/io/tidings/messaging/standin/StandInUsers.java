package io.tidings.messaging.standin;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.BatchGetProfilesResponse;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.user.v1.RemoveDeviceResponse;
import io.tidings.proto.value.v1.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** user-service, as far as this service asks it. */
public final class StandInUsers extends ProfileServiceGrpc.ProfileServiceImplBase {
  private final Map<String, Profile> byUserId = new ConcurrentHashMap<>();
  private final Map<String, Profile> byId = new ConcurrentHashMap<>();
  private final List<String> removedTokens = new CopyOnWriteArrayList<>();
  private final AtomicInteger batchGets = new AtomicInteger();
  private volatile int room = Integer.MAX_VALUE;
  private volatile boolean away;

  /** Makes a user known; returns the profile's id. */
  public UUID add(String userId, Map<String, String> attributes, Device... devices) {
    Profile.Builder profile =
        Profile.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setUserId(userId)
            .addAllDevices(List.of(devices));
    attributes.forEach(
        (name, value) -> profile.putAttributes(name, Value.newBuilder().setText(value).build()));
    return put(profile.build());
  }

  public static Device device(String token, String platform) {
    return Device.newBuilder().setToken(token).setPlatform(platform).build();
  }

  /** Either of the two profiles is answered with the second from now on. */
  public void merge(UUID absorbed, UUID into) {
    byId.put(absorbed.toString(), byId.get(into.toString()));
  }

  public void setAway(boolean away) {
    this.away = away;
  }

  /** How many profiles an answer has room for. */
  public void setRoom(int room) {
    this.room = room;
  }

  public List<String> removedTokens() {
    return removedTokens;
  }

  public int batchGets() {
    return batchGets.get();
  }

  private UUID put(Profile profile) {
    byUserId.put(profile.getUserId(), profile);
    byId.put(profile.getId(), profile);
    return UUID.fromString(profile.getId());
  }

  @Override
  public void identifyBatch(
      IdentifyBatchRequest request, StreamObserver<IdentifyBatchResponse> response) {
    IdentifyBatchResponse.Builder outcomes = IdentifyBatchResponse.newBuilder();
    for (ProfileUpdate update : request.getUpdatesList()) {
      Value email = update.getAttributesMap().get("email");
      if (email != null && !email.getText().contains("@")) {
        outcomes
            .addOutcomesBuilder()
            .getRejectedBuilder()
            .setField("attributes.email")
            .setReason("email '%s' is not an e-mail address".formatted(email.getText()));
        continue;
      }
      Profile before = byUserId.get(update.getUserId());
      Profile.Builder profile =
          before == null
              ? Profile.newBuilder()
                  .setId(UUID.randomUUID().toString())
                  .setUserId(update.getUserId())
              : before.toBuilder();
      put(profile.putAllAttributes(update.getAttributesMap()).build());
      outcomes
          .addOutcomesBuilder()
          .getIdentifiedBuilder()
          .setProfileId(profile.getId())
          .setUserId(profile.getUserId())
          .setCreated(before == null);
    }
    response.onNext(outcomes.build());
    response.onCompleted();
  }

  @Override
  public void batchGetProfiles(
      BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> response) {
    batchGets.incrementAndGet();
    if (away) {
      response.onError(Status.UNAVAILABLE.withDescription("away for the test").asException());
      return;
    }
    BatchGetProfilesResponse.Builder found = BatchGetProfilesResponse.newBuilder();
    int known = 0;
    for (ProfileSelector selector : request.getSelectorsList()) {
      Profile profile = find(selector);
      FoundProfile.Builder each = found.addFoundBuilder();
      if (profile != null) {
        known++;
        if (known <= room) {
          each.setProfile(profile);
        } else {
          each.setLeftOut(true);
        }
      }
    }
    response.onNext(found.build());
    response.onCompleted();
  }

  private @Nullable Profile find(ProfileSelector selector) {
    return switch (selector.getByCase()) {
      case PROFILE_ID -> byId.get(selector.getProfileId());
      case USER_ID -> byUserId.get(selector.getUserId());
      case IDENTIFIER, BY_NOT_SET -> null;
    };
  }

  @Override
  public void removeDevice(
      RemoveDeviceRequest request, StreamObserver<RemoveDeviceResponse> response) {
    removedTokens.add(request.getToken());
    response.onNext(RemoveDeviceResponse.newBuilder().setRemoved(true).build());
    response.onCompleted();
  }
}
