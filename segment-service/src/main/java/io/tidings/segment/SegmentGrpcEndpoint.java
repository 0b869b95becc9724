package io.tidings.segment;

import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesRequest;
import io.tidings.proto.segment.v1.BatchListSegmentsOfProfilesResponse;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.CreateSegmentResponse;
import io.tidings.proto.segment.v1.DeleteSegmentRequest;
import io.tidings.proto.segment.v1.DeleteSegmentResponse;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.GetSegmentResponse;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileRequest;
import io.tidings.proto.segment.v1.ListSegmentsOfProfileResponse;
import io.tidings.proto.segment.v1.ListSegmentsRequest;
import io.tidings.proto.segment.v1.ListSegmentsResponse;
import io.tidings.proto.segment.v1.PreviewSegmentRequest;
import io.tidings.proto.segment.v1.PreviewSegmentResponse;
import io.tidings.proto.segment.v1.SegmentMembership;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentsOfProfile;
import io.tidings.proto.segment.v1.StreamMembersRequest;
import io.tidings.proto.segment.v1.StreamMembersResponse;
import io.tidings.proto.segment.v1.UpdateSegmentRequest;
import io.tidings.proto.segment.v1.UpdateSegmentResponse;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import io.tidings.segment.audience.Audience;
import io.tidings.segment.audience.Audiences;
import io.tidings.segment.audience.MemberPages;
import io.tidings.segment.authoring.Segments;
import io.tidings.segment.catalogue.Segment;
import io.tidings.segment.catalogue.SegmentState;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.definition.DefinitionWire;
import io.tidings.segment.value.FieldValueWire;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Segments over gRPC. */
@Singleton
final class SegmentGrpcEndpoint extends SegmentServiceGrpc.SegmentServiceImplBase {
  private static final int USUAL_PAGE = 100;
  private static final int MOST_IN_A_MESSAGE = 1000;

  private final Segments segments;
  private final Audiences audiences;
  private final DefinitionWire definitions;

  SegmentGrpcEndpoint(Segments segments, Audiences audiences, DefinitionWire definitions) {
    this.segments = segments;
    this.audiences = audiences;
    this.definitions = definitions;
  }

  @Override
  public void createSegment(
      CreateSegmentRequest request, StreamObserver<CreateSegmentResponse> observer) {
    Segment segment =
        segments.create(
            workspace(),
            orNull(request.getRequestId()),
            name(request.getName()),
            definitions.read("definition", request.getDefinition()));
    answer(observer, CreateSegmentResponse.newBuilder().setSegment(message(segment)).build());
  }

  @Override
  public void updateSegment(
      UpdateSegmentRequest request, StreamObserver<UpdateSegmentResponse> observer) {
    Definition definition =
        request.hasDefinition() ? definitions.read("definition", request.getDefinition()) : null;
    Segment segment =
        found(
            segments.update(
                workspace(),
                UUID.fromString(request.getSegmentId()),
                orNull(name(request.getName())),
                definition),
            request.getSegmentId());
    answer(observer, UpdateSegmentResponse.newBuilder().setSegment(message(segment)).build());
  }

  @Override
  public void getSegment(GetSegmentRequest request, StreamObserver<GetSegmentResponse> observer) {
    answer(
        observer,
        GetSegmentResponse.newBuilder()
            .setSegment(message(segment(request.getSegmentId())))
            .build());
  }

  @Override
  public void listSegments(
      ListSegmentsRequest request, StreamObserver<ListSegmentsResponse> observer) {
    int size = request.getPageSize() == 0 ? USUAL_PAGE : request.getPageSize();
    List<Segment> page = segments.page(workspace(), pageToken(request.getPageToken()), size);
    Map<UUID, Long> sizes = audiences.sizes(workspace(), page.stream().map(Segment::id).toList());
    ListSegmentsResponse.Builder response = ListSegmentsResponse.newBuilder();
    page.forEach(each -> response.addSegments(message(each, sizes.getOrDefault(each.id(), 0L))));
    if (page.size() == size) {
      response.setNextPageToken(page.getLast().id().toString());
    }
    answer(observer, response.build());
  }

  @Override
  public void deleteSegment(
      DeleteSegmentRequest request, StreamObserver<DeleteSegmentResponse> observer) {
    if (!segments.delete(workspace(), UUID.fromString(request.getSegmentId()))) {
      throw notFound(request.getSegmentId());
    }
    answer(observer, DeleteSegmentResponse.getDefaultInstance());
  }

  @Override
  public void previewSegment(
      PreviewSegmentRequest request, StreamObserver<PreviewSegmentResponse> observer) {
    Audiences.Preview preview =
        audiences.preview(workspace(), definitions.read("definition", request.getDefinition()));
    answer(
        observer,
        PreviewSegmentResponse.newBuilder()
            .setMemberCount(preview.members())
            .addAllSampleProfileIds(preview.sample().stream().map(UUID::toString).toList())
            .build());
  }

  @Override
  public void streamMembers(
      StreamMembersRequest request, StreamObserver<StreamMembersResponse> observer) {
    MemberPages pages =
        audiences.pages(
            workspace(),
            audience(request.getAudience()),
            request.getAfterProfileId().isEmpty()
                ? null
                : UUID.fromString(request.getAfterProfileId()));
    var response = (ServerCallStreamObserver<StreamMembersResponse>) observer;
    response.setOnReadyHandler(new MemberStream(pages, response));
  }

  @Override
  public void listSegmentsOfProfile(
      ListSegmentsOfProfileRequest request,
      StreamObserver<ListSegmentsOfProfileResponse> observer) {
    ListSegmentsOfProfileResponse.Builder response = ListSegmentsOfProfileResponse.newBuilder();
    audiences
        .of(workspace(), UUID.fromString(request.getProfileId()))
        .forEach(each -> response.addMemberships(message(each)));
    answer(observer, response.build());
  }

  @Override
  public void batchListSegmentsOfProfiles(
      BatchListSegmentsOfProfilesRequest request,
      StreamObserver<BatchListSegmentsOfProfilesResponse> observer) {
    List<UUID> profiles = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    Map<UUID, List<Audiences.Belonging>> found = audiences.of(workspace(), profiles);
    BatchListSegmentsOfProfilesResponse.Builder response =
        BatchListSegmentsOfProfilesResponse.newBuilder();
    for (UUID profile : profiles) {
      SegmentsOfProfile.Builder segmentsOfProfile = response.addProfilesBuilder();
      found
          .getOrDefault(profile, List.of())
          .forEach(each -> segmentsOfProfile.addMemberships(message(each)));
    }
    answer(observer, response.build());
  }

  private static SegmentMembership message(Audiences.Belonging belonging) {
    return SegmentMembership.newBuilder()
        .setSegmentId(belonging.segmentId().toString())
        .setSegmentName(belonging.segmentName())
        .setEnteredAt(FieldValueWire.timestamp(belonging.enteredMillis()))
        .build();
  }

  private Audience audience(io.tidings.proto.segment.v1.Audience message) {
    return switch (message.getOfCase()) {
      case SEGMENT_ID -> new Audience.Members(segment(message.getSegmentId()).id());
      case FILTER ->
          new Audience.Matching(definitions.read("audience.filter", message.getFilter()));
      case EVERYONE -> new Audience.Everyone();
      case OF_NOT_SET ->
          throw Faults.invalid("audience", "nothing is set; set segment_id, filter or everyone");
    };
  }

  private Segment segment(String id) {
    return found(segments.find(workspace(), UUID.fromString(id)), id);
  }

  private static Segment found(Optional<Segment> segment, String id) {
    return segment.orElseThrow(() -> notFound(id));
  }

  private static RuntimeException notFound(String id) {
    return Faults.notFound("the workspace has no segment " + id);
  }

  private io.tidings.proto.segment.v1.Segment message(Segment segment) {
    Map<UUID, Long> sizes = audiences.sizes(segment.workspaceId(), List.of(segment.id()));
    return message(segment, sizes.getOrDefault(segment.id(), 0L));
  }

  private io.tidings.proto.segment.v1.Segment message(Segment segment, long members) {
    return io.tidings.proto.segment.v1.Segment.newBuilder()
        .setId(segment.id().toString())
        .setName(segment.name())
        .setDefinition(definitions.write(segment.definition()))
        .setState(state(segment.state()))
        .setFailure(segment.failure())
        .setMemberCount(members)
        .setCreatedAt(timestamp(segment.createdAt()))
        .setUpdatedAt(timestamp(segment.updatedAt()))
        .build();
  }

  private static io.tidings.proto.segment.v1.SegmentState state(SegmentState state) {
    return switch (state) {
      case COMPUTING -> io.tidings.proto.segment.v1.SegmentState.SEGMENT_STATE_COMPUTING;
      case LIVE -> io.tidings.proto.segment.v1.SegmentState.SEGMENT_STATE_LIVE;
      case FAILED -> io.tidings.proto.segment.v1.SegmentState.SEGMENT_STATE_FAILED;
    };
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static @Nullable UUID pageToken(String token) {
    try {
      return token.isEmpty() ? null : UUID.fromString(token);
    } catch (IllegalArgumentException _) {
      throw Faults.invalid(
          "page_token", "'%s' is not the next_page_token of an answer".formatted(token));
    }
  }

  private static String name(String name) {
    return FieldValueWire.name(name);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : FieldValueWire.name(text);
  }

  private static String workspace() {
    return Caller.current().workspaceId();
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  /** Run whenever the client has room for more, so that a slow one makes nothing pile up here. */
  private static final class MemberStream implements Runnable {
    private final MemberPages pages;
    private final ServerCallStreamObserver<StreamMembersResponse> response;
    private boolean ended;

    MemberStream(MemberPages pages, ServerCallStreamObserver<StreamMembersResponse> response) {
      this.pages = pages;
      this.response = response;
    }

    @Override
    public void run() {
      while (!ended && response.isReady()) {
        Optional<List<UUID>> page = pages.next();
        if (page.isEmpty()) {
          ended = true;
          response.onCompleted();
        } else {
          send(page.get());
        }
      }
    }

    private void send(List<UUID> ids) {
      for (int from = 0; from < ids.size(); from += MOST_IN_A_MESSAGE) {
        StreamMembersResponse.Builder message = StreamMembersResponse.newBuilder();
        ids.subList(from, Math.min(from + MOST_IN_A_MESSAGE, ids.size()))
            .forEach(id -> message.addProfileIds(id.toString()));
        response.onNext(message.build());
      }
    }
  }
}
