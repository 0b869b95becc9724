package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesRequest;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesResponse;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.CreateSegmentResponse;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileResponse;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers with what it is given. */
final class PlayedSegments extends SegmentServiceGrpc.SegmentServiceImplBase {
  private final Map<String, List<SegmentMembership>> memberships = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  void enter(String profileId, String segmentId, String segmentName) {
    memberships
        .computeIfAbsent(profileId, _ -> new CopyOnWriteArrayList<>())
        .add(
            SegmentMembership.newBuilder()
                .setSegmentId(segmentId)
                .setSegmentName(segmentName)
                .build());
  }

  /** How often it was asked for the segments of users in a workspace. */
  long questions(String workspace) {
    return asked.stream().filter(workspace::equals).count();
  }

  @Override
  public void createSegment(
      CreateSegmentRequest request, StreamObserver<CreateSegmentResponse> answer) {
    answer.onNext(
        CreateSegmentResponse.newBuilder()
            .setSegment(
                Segment.newBuilder()
                    .setName(request.getName())
                    .setDefinition(request.getDefinition())
                    .setState(SegmentState.SEGMENT_STATE_COMPUTING))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listSegmentsOfProfile(
      ListSegmentsOfProfileRequest request, StreamObserver<ListSegmentsOfProfileResponse> answer) {
    answer.onNext(
        ListSegmentsOfProfileResponse.newBuilder()
            .addAllMemberships(memberships.getOrDefault(request.getProfileId(), List.of()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void batchListSegmentsOfProfiles(
      BatchListSegmentsOfProfilesRequest request,
      StreamObserver<BatchListSegmentsOfProfilesResponse> answer) {
    asked.add(PlayedServices.workspace());
    var response = BatchListSegmentsOfProfilesResponse.newBuilder();
    for (var profileId : request.getProfileIdsList()) {
      response
          .addProfilesBuilder()
          .addAllMemberships(memberships.getOrDefault(profileId, List.of()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }
}
