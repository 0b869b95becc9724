package io.tidings.user.profile;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.user.v1.AliasProfileRequest;
import io.tidings.proto.user.v1.AliasProfileResponse;
import io.tidings.proto.user.v1.BatchGetProfilesRequest;
import io.tidings.proto.user.v1.BatchGetProfilesResponse;
import io.tidings.proto.user.v1.CheckBatchRequest;
import io.tidings.proto.user.v1.CheckBatchResponse;
import io.tidings.proto.user.v1.FoundProfile;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.GetProfileResponse;
import io.tidings.proto.user.v1.IdentifyBatchRequest;
import io.tidings.proto.user.v1.IdentifyBatchResponse;
import io.tidings.proto.user.v1.IdentifyOutcome;
import io.tidings.proto.user.v1.IdentifyRequest;
import io.tidings.proto.user.v1.IdentifyResponse;
import io.tidings.proto.user.v1.ListMergesRequest;
import io.tidings.proto.user.v1.ListMergesResponse;
import io.tidings.proto.user.v1.ListProfilesRequest;
import io.tidings.proto.user.v1.ListProfilesResponse;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceImplBase;
import io.tidings.proto.user.v1.ProfileUpdate;
import io.tidings.proto.user.v1.RemoveDeviceRequest;
import io.tidings.proto.user.v1.RemoveDeviceResponse;
import io.tidings.proto.user.v1.StreamProfilesRequest;
import io.tidings.proto.user.v1.StreamProfilesResponse;
import io.tidings.rpc.Answers;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.rpc.Part;
import io.tidings.rpc.PartStream;
import io.tidings.typing.Typing;
import io.tidings.user.Found;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.ValueWire;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Profiles over gRPC. */
@Singleton
final class ProfileGrpcEndpoint extends ProfileServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final int STREAMED_AT_ONCE = 500;

  private final Identification identification;
  private final Profiles profiles;
  private final CheckWire check;
  private final DeviceRemoval deviceRemoval;
  private final Clock clock;

  ProfileGrpcEndpoint(
      Identification identification,
      Profiles profiles,
      CheckWire check,
      DeviceRemoval deviceRemoval,
      Clock clock) {
    this.identification = identification;
    this.profiles = profiles;
    this.check = check;
    this.deviceRemoval = deviceRemoval;
    this.clock = clock;
  }

  @Override
  public void identify(IdentifyRequest request, StreamObserver<IdentifyResponse> answer) {
    String workspaceId = workspaceId();
    Update update;
    try {
      update = UpdateWire.read(request.getUpdate(), clock.instant());
    } catch (RefusedException e) {
      throw Faults.invalid("update." + e.field(), e.reason());
    }
    Identified identified =
        identification
            .identify(workspaceId, Typing.fromWire(request.getTyping()), List.of(update))
            .getFirst();
    RefusedException refusal = identified.refusal();
    if (refusal != null) {
      throw Faults.invalid("update." + refusal.field(), refusal.reason());
    }
    answer.onNext(
        IdentifyResponse.newBuilder()
            .setProfile(ProfileWire.toWire(written(workspaceId, identified)))
            .setCreated(identified.created())
            .addAllIgnored(ProfileWire.toWire(identified.ignored()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void aliasProfile(
      AliasProfileRequest request, StreamObserver<AliasProfileResponse> answer) {
    String workspaceId = workspaceId();
    Update update;
    try {
      update =
          UpdateWire.read(
              ProfileUpdate.newBuilder()
                  .setUserId(request.getUserId())
                  .addPrevious(request.getPrevious())
                  .build(),
              clock.instant());
    } catch (RefusedException e) {
      throw refused(e);
    }
    Identified identified =
        identification.identify(workspaceId, Typing.INFER, List.of(update)).getFirst();
    RefusedException refusal = identified.refusal();
    if (refusal != null) {
      throw Faults.invalid("user_id", refusal.reason());
    }
    answer.onNext(
        AliasProfileResponse.newBuilder()
            .setProfile(ProfileWire.toWire(written(workspaceId, identified)))
            .build());
    answer.onCompleted();
  }

  /** As it was written, or changed since; unknown where it was erased since. */
  private Profile written(String workspaceId, Identified identified) {
    Profile profile = profiles.find(workspaceId, Selector.of(identified.profileId()));
    if (profile == null) {
      throw unknown();
    }
    return profile;
  }

  @Override
  public void listMerges(ListMergesRequest request, StreamObserver<ListMergesResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    List<RecordedMerge> page;
    try {
      UUID before = ProfileWire.pageStart(request.getPageToken());
      // One more than asked for tells whether this is the last page.
      page =
          request.hasSelector()
              ? mergesOf(ProfileWire.selector(request.getSelector()), before, size + 1)
              : profiles.merges(workspaceId(), before, size + 1);
    } catch (RefusedException e) {
      throw refused(e);
    }
    ListMergesResponse.Builder response = ListMergesResponse.newBuilder();
    page.stream().limit(size).map(ProfileWire::toWire).forEach(response::addMerges);
    if (page.size() > size) {
      response.setNextPageToken(ProfileWire.pageToken(page.get(size - 1).id()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private List<RecordedMerge> mergesOf(Selector selector, @Nullable UUID before, int size) {
    Profile profile = profiles.find(workspaceId(), selector);
    if (profile == null) {
      throw unknown();
    }
    return profiles.merges(workspaceId(), profile.id(), before, size);
  }

  @Override
  public void identifyBatch(
      IdentifyBatchRequest request, StreamObserver<IdentifyBatchResponse> answer) {
    IdentifyBatchResponse.Builder response = IdentifyBatchResponse.newBuilder();
    UpdateWire.Batch batch =
        UpdateWire.read(request.getUpdatesList(), clock.instant(), response::addOutcomesBuilder);
    Answers.when(
        identification.offer(workspaceId(), Typing.fromWire(request.getTyping()), batch.valid()),
        answer,
        identified -> response(response, batch, identified));
  }

  private static IdentifyBatchResponse response(
      IdentifyBatchResponse.Builder response, UpdateWire.Batch batch, List<Identified> identified) {
    for (int i = 0; i < identified.size(); i++) {
      IdentifyOutcome.Builder outcome = batch.outcomes().get(i);
      RefusedException refusal = identified.get(i).refusal();
      if (refusal != null) {
        outcome.setRejected(ProfileWire.toWire(refusal).setKept(identified.get(i).isKept()));
      } else {
        outcome.setIdentified(toWire(identified.get(i)));
      }
    }
    return response.build();
  }

  @Override
  public void checkBatch(CheckBatchRequest request, StreamObserver<CheckBatchResponse> answer) {
    answer.onNext(check.check(workspaceId(), request, clock.instant()));
    answer.onCompleted();
  }

  @Override
  public void getProfile(GetProfileRequest request, StreamObserver<GetProfileResponse> answer) {
    Profile profile;
    try {
      profile = profiles.find(workspaceId(), ProfileWire.selector(request.getSelector()));
    } catch (RefusedException e) {
      throw refused(e);
    }
    if (profile == null) {
      throw unknown();
    }
    GetProfileResponse.Builder response =
        GetProfileResponse.newBuilder().setProfile(ProfileWire.toWire(profile));
    if (request.getWithAttributeTimes()) {
      response.putAllAttributeTimes(ProfileWire.attributeTimes(profile));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void batchGetProfiles(
      BatchGetProfilesRequest request, StreamObserver<BatchGetProfilesResponse> answer) {
    List<Selector> selectors = new ArrayList<>(request.getSelectorsCount());
    try {
      for (var selector : request.getSelectorsList()) {
        selectors.add(ProfileWire.selector(selector));
      }
    } catch (RefusedException e) {
      throw Faults.invalid("selectors[" + selectors.size() + "]", e.reason());
    }
    BatchGetProfilesResponse.Builder response = BatchGetProfilesResponse.newBuilder();
    for (Found<Profile> each : profiles.find(workspaceId(), selectors)) {
      FoundProfile.Builder found = response.addFoundBuilder().setLeftOut(each.leftOut());
      Profile profile = each.known();
      if (profile != null) {
        found.setProfile(ProfileWire.toWire(profile));
      }
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listProfiles(
      ListProfilesRequest request, StreamObserver<ListProfilesResponse> answer) {
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE_SIZE : request.getPageSize();
    UUID after;
    try {
      after = ProfileWire.pageStart(request.getPageToken());
    } catch (RefusedException e) {
      throw refused(e);
    }
    Part<Profile> page = profiles.page(workspaceId(), after, size);
    ListProfilesResponse.Builder response = ListProfilesResponse.newBuilder();
    page.items().stream().map(ProfileWire::toWire).forEach(response::addProfiles);
    if (!page.isLast()) {
      response.setNextPageToken(ProfileWire.pageToken(page.items().getLast().id()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void streamProfiles(
      StreamProfilesRequest request, StreamObserver<StreamProfilesResponse> answer) {
    String workspaceId = workspaceId();
    PartStream.answer(
        answer,
        (@Nullable Profile last) ->
            profiles.page(workspaceId, last == null ? null : last.id(), STREAMED_AT_ONCE),
        part ->
            StreamProfilesResponse.newBuilder()
                .addAllProfiles(part.stream().map(ProfileWire::toWire).toList())
                .build());
  }

  @Override
  public void removeDevice(
      RemoveDeviceRequest request, StreamObserver<RemoveDeviceResponse> answer) {
    Instant goneAt;
    try {
      goneAt =
          request.hasGoneAt() ? ValueWire.instant("gone_at", request.getGoneAt()) : clock.instant();
    } catch (RefusedException e) {
      throw refused(e);
    }
    boolean removed = deviceRemoval.remove(workspaceId(), request.getToken(), goneAt);
    answer.onNext(RemoveDeviceResponse.newBuilder().setRemoved(removed).build());
    answer.onCompleted();
  }

  private static String workspaceId() {
    return Caller.current().workspaceId();
  }

  private static StatusRuntimeException unknown() {
    return Faults.notFound("no profile is known by that selector in this workspace");
  }

  private static StatusRuntimeException refused(RefusedException e) {
    return Faults.invalid(e.field(), e.reason());
  }

  private static io.tidings.proto.user.v1.Identified toWire(Identified identified) {
    return io.tidings.proto.user.v1.Identified.newBuilder()
        .setProfileId(identified.profileId().toString())
        .setUserId(identified.userId() == null ? "" : identified.userId())
        .setCreated(identified.created())
        .addAllIgnored(ProfileWire.toWire(identified.ignored()))
        .build();
  }
}
