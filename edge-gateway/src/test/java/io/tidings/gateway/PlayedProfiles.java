package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tidings.gateway.json.Values;
import io.tidings.proto.user.v1.AliasProfileRequest;
import io.tidings.proto.user.v1.AliasProfileResponse;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.BatchGetProfilesResponse;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.CheckBatchResponse;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.GetProfileResponse;
import io.tidings.proto.user.v1.Identified;
import io.tidings.proto.user.v1.Identifier;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.ListMergesRequest;
import io.tidings.proto.user.v1.ListMergesResponse;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.ListProfilesResponse;
import io.tidings.proto.user.v1.Merge;
import io.tidings.proto.user.v1.MergeCause;
import io.tidings.proto.user.v1.Profile;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.Rejected;
import io.tidings.proto.value.v1.Typing;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Faults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is told by workspace, and answers with all of it; refuses e-mail addresses without
 * an @ and ignores a {@code custom_integer} that is no number, as the real one does.
 */
final class PlayedProfiles extends ProfileServiceGrpc.ProfileServiceImplBase {
  /** For a workspace of such a name the service is away. */
  static final String AWAY = "users-away";

  /** Who was erased at {@link #TOLD}. */
  static final String ERASED = "erased";

  /** When every attribute was set. */
  static final Timestamp TOLD = Timestamp.newBuilder().setSeconds(1_767_225_600).build();

  private static final Rejected KEPT =
      Rejected.newBuilder()
          .setField("attributes.email")
          .setReason("there is another value")
          .setKept(true)
          .build();

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
    var response = IdentifyBatchResponse.newBuilder();
    var taken = request.toBuilder().clearUpdates();
    for (var update : request.getUpdatesList()) {
      if (keepsEmail(update)) {
        response.addOutcomesBuilder().setRejected(KEPT);
      } else {
        response.addOutcomes(outcome(update));
        taken.addUpdates(update);
      }
    }
    requests
        .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
        .add(taken.build());
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void checkBatch(CheckBatchRequest request, StreamObserver<CheckBatchResponse> answer) {
    answer.onNext(
        CheckBatchResponse.newBuilder()
            .addAllOutcomes(request.getUpdatesList().stream().map(PlayedProfiles::outcome).toList())
            .build());
    answer.onCompleted();
  }

  /** Whether there is another address than the update brings, and the update says it must stay. */
  private boolean keepsEmail(ProfileUpdate update) {
    var offered = update.getAttributesMap().get("email");
    var selector = ProfileSelector.newBuilder().setUserId(update.getUserId()).build();
    return offered != null
        && update.getKeepList().contains("email")
        && find(selector)
            .map(known -> known.getAttributesMap().get("email"))
            .filter(known -> !known.getText().equalsIgnoreCase(offered.getText()))
            .isPresent();
  }

  private static IdentifyOutcome outcome(ProfileUpdate update) {
    if (update.getUserId().equals(ERASED)
        && update.getOccurredAt().getSeconds() < TOLD.getSeconds()) {
      return IdentifyOutcome.newBuilder()
          .setRejected(Rejected.newBuilder().setField("occurred_at").setReason("is too late"))
          .build();
    }
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

  /** Joins nobody, and answers with what it was told. */
  @Override
  public void aliasProfile(
      AliasProfileRequest request, StreamObserver<AliasProfileResponse> answer) {
    answer.onNext(
        AliasProfileResponse.newBuilder()
            .setProfile(
                Profile.newBuilder()
                    .setUserId(request.getUserId())
                    .addIdentifiers(request.getPrevious()))
            .build());
    answer.onCompleted();
  }

  /** One merge, of whomever was asked for. */
  @Override
  public void listMerges(ListMergesRequest request, StreamObserver<ListMergesResponse> answer) {
    var merge =
        Merge.newBuilder()
            .setProfileId(profileId(request.getSelector().getUserId()))
            .setCause(MergeCause.MERGE_CAUSE_ALIAS);
    answer.onNext(
        ListMergesResponse.newBuilder()
            .addMerges(merge)
            .setNextPageToken(request.getPageSize() + " after " + request.getPageToken())
            .build());
    answer.onCompleted();
  }

  @Override
  public void getProfile(GetProfileRequest request, StreamObserver<GetProfileResponse> answer) {
    var selector = request.getSelector();
    var profile =
        find(selector).orElseThrow(() -> Faults.notFound("no user '" + selector.getUserId() + "'"));
    var response = GetProfileResponse.newBuilder().setProfile(profile);
    if (request.getWithAttributeTimes()) {
      profile.getAttributesMap().keySet().forEach(name -> response.putAttributeTimes(name, TOLD));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetProfiles(
      BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> answer) {
    var response = BatchGetProfilesResponse.newBuilder();
    for (var selector : request.getSelectorsList()) {
      var found = response.addFoundBuilder();
      find(selector).ifPresent(found::setProfile);
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  /** The page token is how many users came before. */
  @Override
  public void listProfiles(
      ListProfilesRequest request, StreamObserver<ListProfilesResponse> answer) {
    var from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    var all = known();
    var to = Math.min(all.size(), from + request.getPageSize());
    var response = ListProfilesResponse.newBuilder().addAllProfiles(all.subList(from, to));
    if (to < all.size()) {
      response.setNextPageToken(Integer.toString(to));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Optional<Profile> find(ProfileSelector selector) {
    return known().stream()
        .filter(profile ->
            switch (selector.getByCase()) {
              case PROFILE_ID -> profile.getId().equals(selector.getProfileId());
              case USER_ID -> profile.getUserId().equals(selector.getUserId());
              case IDENTIFIER -> isKnownBy(profile, selector.getIdentifier());
              case BY_NOT_SET -> false;
            })
        .findFirst();
  }

  private static boolean isKnownBy(Profile profile, Identifier identifier) {
    return profile.getIdentifiersList().contains(identifier)
        || profile
            .getAttributesOrDefault(identifier.getType(), Value.getDefaultInstance())
            .getText()
            .equals(identifier.getValue());
  }

  /** Everyone of the workspace, each after all that was told of them. */
  private List<Profile> known() {
    var byName = new LinkedHashMap<String, Profile.Builder>();
    for (var batch : batches(PlayedServices.workspace())) {
      for (var update : batch) {
        var name = update.getUserId().isEmpty() ? update.getAnonymousId() : update.getUserId();
        tell(
            update,
            byName.computeIfAbsent(
                name,
                _ -> Profile.newBuilder().setId(profileId(name)).setUserId(update.getUserId())));
      }
    }
    return byName.values().stream().map(Profile.Builder::build).toList();
  }

  private static void tell(ProfileUpdate update, Profile.Builder profile) {
    update
        .getAttributesMap()
        .forEach((name, value) -> {
          if (value.hasText() && name.equals("number")) {
            profile.putAttributes(name, Values.text("+" + value.getText().replace("+", "")));
          } else if (value.getKindCase() == Value.KindCase.KIND_NOT_SET) {
            profile.removeAttributes(name);
          } else if (!name.startsWith("device_")) {
            profile.putAttributes(name, value);
          }
        });
    if (!update.getAnonymousId().isEmpty() && !update.getUserId().isEmpty()) {
      profile.addIdentifiersBuilder().setType("anonymous_id").setValue(update.getAnonymousId());
    }
    var token = update.getAttributesMap().get("device_token");
    var platform = update.getAttributesMap().get("device_platform");
    if (token != null && platform != null) {
      profile.addDevicesBuilder().setToken(token.getText()).setPlatform(platform.getText());
    }
  }
}
