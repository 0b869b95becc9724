package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.GetProfileResponse;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is told by workspace; refuses e-mail addresses without an @ and ignores a {@code
 * custom_integer} that is no number, as the real one does.
 */
final class PlayedProfiles extends ProfileServiceGrpc.ProfileServiceImplBase {
  /** For a workspace of such a name the service is away. */
  static final String AWAY = "users-away";

  private final Map<String, List<IdentifyBatchRequest>> requests = new ConcurrentHashMap<>();

  /** The updates of each call, in the order of the calls. */
  List<List<ProfileUpdate>> batches(String workspace) {
    return requests.getOrDefault(workspace, List.of()).stream()
        .map(IdentifyBatchRequest::getUpdatesList)
        .toList();
  }

  /** How what came with the calls was to be typed, in the order of the calls. */
  List<Typing> typings(String workspace) {
    return requests.getOrDefault(workspace, List.of()).stream()
        .map(IdentifyBatchRequest::getTyping)
        .toList();
  }

  static String profileId(String userId) {
    return UUID.nameUUIDFromBytes(userId.getBytes(UTF_8)).toString();
  }

  @Override
  public void identifyBatch(
      IdentifyBatchRequest request, StreamObserver<IdentifyBatchResponse> answer) {
    if (PlayedServices.workspace().equals(AWAY)) {
      throw Faults.unavailable("the database is away", Duration.ofSeconds(2));
    }
    requests
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(request);
    var response = IdentifyBatchResponse.newBuilder();
    request.getUpdatesList().forEach(update -> response.addOutcomes(outcome(update)));
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private static IdentifyOutcome outcome(ProfileUpdate update) {
    var email = update.getAttributesMap().get("email");
    if (email != null && !email.getText().contains("@")) {
      return IdentifyOutcome.newBuilder()
          .setRejected(
              Rejected.newBuilder()
                  .setField("attributes.email")
                  .setReason("'" + email.getText() + "' is not an e-mail address"))
          .build();
    }
    var name = update.getUserId().isEmpty() ? update.getAnonymousId() : update.getUserId();
    var identified =
        Identified.newBuilder().setProfileId(profileId(name)).setUserId(update.getUserId());
    if (update.containsAttributes("custom_integer")
        && update.getAttributesOrThrow("custom_integer").getKindCase() != Value.KindCase.NUMBER) {
      identified.addIgnored(
          Rejected.newBuilder()
              .setField("attributes.custom_integer")
              .setReason("'many' is no number"));
    }
    return IdentifyOutcome.newBuilder().setIdentified(identified).build();
  }

  @Override
  public void getProfile(GetProfileRequest request, StreamObserver<GetProfileResponse> answer) {
    var userId = request.getSelector().getUserId();
    var profile =
        batches(PlayedServices.workspace()).stream()
            .flatMap(List::stream)
            .filter(update -> update.getUserId().equals(userId))
            .findFirst()
            .orElseThrow(() -> Faults.notFound("no user '" + userId + "'"));
    answer.onNext(
        GetProfileResponse.newBuilder()
            .setProfile(
                Profile.newBuilder()
                    .setId(profileId(userId))
                    .setUserId(userId)
                    .putAllAttributes(profile.getAttributesMap()))
            .build());
    answer.onCompleted();
  }
}
