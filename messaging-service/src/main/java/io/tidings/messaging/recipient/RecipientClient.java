package io.tidings.messaging.recipient;

import io.tidings.messaging.channel.Platform;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.InvalidInputException;
import io.tidings.rpc.ServiceChannels;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** user-service, as this service uses it. Calls are made for the workspace that is named. */
@Singleton
public final class RecipientClient {
  private static final String SERVICE = "messaging";
  private static final int BATCH = 1_000;

  private final ServiceChannels channels;

  RecipientClient(ServiceChannels channels) {
    this.channels = channels;
  }

  /** Attributes that a caller brought for a user, by the position of the user in the call. */
  public record Introduction(int position, String userId, Map<String, Value> attributes) {
    @Override
    public String toString() {
      return "Introduction[position=" + position + "]";
    }
  }

  /**
   * Makes the users known with what the caller brought, in one call.
   *
   * @throws InvalidInputException naming every attribute that user-service refuses
   */
  public void introduce(String workspaceId, List<Introduction> introductions) {
    if (introductions.isEmpty()) {
      return;
    }
    IdentifyBatchRequest.Builder request = IdentifyBatchRequest.newBuilder();
    for (Introduction introduction : introductions) {
      request.addUpdates(
          ProfileUpdate.newBuilder()
              .setUserId(introduction.userId())
              .putAllAttributes(introduction.attributes()));
    }
    List<IdentifyOutcome> outcomes =
        call(workspaceId, stub -> stub.identifyBatch(request.build())).getOutcomesList();
    List<Faults.FieldViolation> refused = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).hasRejected()) {
        var rejected = outcomes.get(i).getRejected();
        refused.add(
            new Faults.FieldViolation(
                "recipients[%d].%s"
                    .formatted(introductions.get(i).position(), field(rejected.getField())),
                rejected.getReason()));
      }
    }
    if (!refused.isEmpty()) {
      throw new InvalidInputException(refused);
    }
  }

  private static String field(String field) {
    return field.startsWith("update.") ? field.substring("update.".length()) : field;
  }

  /** Those of the users that are known, by the id that was asked for. */
  public Map<String, Recipient> byUserId(String workspaceId, Collection<String> userIds) {
    return find(workspaceId, userIds, id -> ProfileSelector.newBuilder().setUserId(id).build());
  }

  /** Those of the profiles that are known, by the id that was asked for. */
  public Map<UUID, Recipient> byProfileId(String workspaceId, Collection<UUID> profileIds) {
    return find(
        workspaceId,
        profileIds,
        id -> ProfileSelector.newBuilder().setProfileId(id.toString()).build());
  }

  /**
   * Takes a device away from whoever has it.
   *
   * @param goneAt a device that was seen after this stays
   */
  public void removeDevice(String workspaceId, Device device, Instant goneAt) {
    RemoveDeviceRequest request =
        RemoveDeviceRequest.newBuilder()
            .setToken(device.token())
            .setGoneAt(ValueWire.toTimestamp(goneAt))
            .build();
    call(workspaceId, stub -> stub.removeDevice(request));
  }

  private <K> Map<K, Recipient> find(
      String workspaceId, Collection<K> keys, Function<K, ProfileSelector> selector) {
    Map<K, Recipient> known = HashMap.newHashMap(keys.size());
    List<K> distinct = keys.stream().distinct().toList();
    for (int from = 0; from < distinct.size(); from += BATCH) {
      List<K> open = distinct.subList(from, Math.min(from + BATCH, distinct.size()));
      while (!open.isEmpty()) {
        open = find(workspaceId, open, selector, known);
      }
    }
    return known;
  }

  /** Gives those that the answer had no room for, which are to be asked for again. */
  private <K> List<K> find(
      String workspaceId,
      List<K> keys,
      Function<K, ProfileSelector> selector,
      Map<K, Recipient> known) {
    BatchGetProfilesRequest.Builder request = BatchGetProfilesRequest.newBuilder();
    keys.forEach(key -> request.addSelectors(selector.apply(key)));
    List<FoundProfile> found =
        call(workspaceId, stub -> stub.batchGetProfiles(request.build())).getFoundList();
    List<K> leftOut = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i).hasProfile()) {
        known.put(keys.get(i), recipient(found.get(i).getProfile()));
      } else if (found.get(i).getLeftOut()) {
        leftOut.add(keys.get(i));
      }
    }
    return leftOut;
  }

  private <R> R call(
      String workspaceId, Function<ProfileServiceGrpc.ProfileServiceBlockingStub, R> call) {
    return Caller.service(SERVICE, workspaceId)
        .call(() -> call.apply(ProfileServiceGrpc.newBlockingStub(channels.to("user"))));
  }

  private static Recipient recipient(Profile profile) {
    List<Device> devices = new ArrayList<>(profile.getDevicesCount());
    for (var device : profile.getDevicesList()) {
      Platform platform = platform(device.getPlatform());
      if (platform != null) {
        devices.add(new Device(device.getToken(), platform));
      }
    }
    return new Recipient(
        UUID.fromString(profile.getId()),
        profile.getUserId().isEmpty() ? null : profile.getUserId(),
        ValueWire.toJava(profile.getAttributesMap()),
        List.copyOf(devices));
  }

  /** user-service knows these two; one that it learns later is not ours to reach before we do. */
  private static @Nullable Platform platform(String name) {
    return switch (name) {
      case "ios" -> Platform.IOS;
      case "android" -> Platform.ANDROID;
      default -> null;
    };
  }
}
