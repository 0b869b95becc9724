package io.tidings.user.profile;

import com.google.protobuf.Timestamp;
import io.tidings.proto.user.v1.Device;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.IdentifyResponse;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of the profiles' wire have in common: a workspace, and short words for calls. */
abstract class ProfileServiceTest extends ServiceTest {
  /** Before now, so that it counts as given. */
  static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

  final ProfileServiceBlockingStub service(String workspaceId) {
    return ProfileServiceGrpc.newBlockingStub(channel(workspaceId));
  }

  final IdentifyResponse identify(String workspaceId, ProfileUpdate.Builder update) {
    return service(workspaceId).identify(IdentifyRequest.newBuilder().setUpdate(update).build());
  }

  final List<IdentifyOutcome> identifyAll(String workspaceId, ProfileUpdate.Builder... updates) {
    return service(workspaceId)
        .identifyBatch(
            IdentifyBatchRequest.newBuilder()
                .addAllUpdates(Stream.of(updates).map(ProfileUpdate.Builder::build).toList())
                .build())
        .getOutcomesList();
  }

  final Profile profileOfUser(String workspaceId, String userId) {
    return profile(workspaceId, ProfileSelector.newBuilder().setUserId(userId));
  }

  final Profile profileKnownBy(String workspaceId, String type, String value) {
    ProfileSelector.Builder selector = ProfileSelector.newBuilder();
    selector.getIdentifierBuilder().setType(type).setValue(value);
    return profile(workspaceId, selector);
  }

  final Profile profile(String workspaceId, ProfileSelector.Builder selector) {
    return service(workspaceId)
        .getProfile(GetProfileRequest.newBuilder().setSelector(selector).build())
        .getProfile();
  }

  static ProfileUpdate.Builder user(String userId) {
    return ProfileUpdate.newBuilder().setUserId(userId);
  }

  static ProfileUpdate.Builder anonymous(String anonymousId) {
    return ProfileUpdate.newBuilder().setAnonymousId(anonymousId);
  }

  static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  static Device.Builder device(String token, String platform) {
    return Device.newBuilder().setToken(token).setPlatform(platform);
  }

  static Timestamp at(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  /** The time so many seconds after the start. */
  static Timestamp second(long second) {
    return at(START.plusSeconds(second));
  }

  static Map<String, String> texts(Profile profile) {
    return profile.getAttributesMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getText()));
  }

  static List<String> tokens(Profile profile) {
    return profile.getDevicesList().stream().map(Device::getToken).toList();
  }
}
