package io.tidings.messaging.standin;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.StreamMembersRequest;
import io.tidings.proto.segment.v1.StreamMembersResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** segment-service, as far as this service asks it. */
public final class StandInSegments extends SegmentServiceGrpc.SegmentServiceImplBase {
  private final Map<String, List<String>> members = new ConcurrentHashMap<>();
  private final AtomicInteger breaks = new AtomicInteger();
  private volatile int chunk = 1_000;

  /** Makes a segment with these members; returns its id. */
  public UUID add(Collection<UUID> profileIds) {
    UUID id = UUID.randomUUID();
    members.put(id.toString(), profileIds.stream().map(UUID::toString).sorted().toList());
    return id;
  }

  public void setChunk(int chunk) {
    this.chunk = chunk;
  }

  /** The next so many streams break after their first message. */
  public void breakStreams(int times) {
    breaks.set(times);
  }

  @Override
  public void streamMembers(
      StreamMembersRequest request, StreamObserver<StreamMembersResponse> response) {
    List<String> all = members.get(request.getAudience().getSegmentId());
    if (all == null) {
      response.onError(
          Status.NOT_FOUND
              .withDescription(
                  "the workspace has no segment " + request.getAudience().getSegmentId())
              .asException());
      return;
    }
    List<String> left =
        all.stream().filter(id -> id.compareTo(request.getAfterProfileId()) > 0).toList();
    for (int from = 0; from < left.size(); from += chunk) {
      response.onNext(
          StreamMembersResponse.newBuilder()
              .addAllProfileIds(left.subList(from, Math.min(from + chunk, left.size())))
              .build());
      if (from + chunk < left.size() && breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        response.onError(Status.UNAVAILABLE.withDescription("broken for the test").asException());
        return;
      }
    }
    response.onCompleted();
  }
}
