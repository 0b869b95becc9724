package io.tidings.gateway;

import io.grpc.stub.StreamObserver;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.CreateSegmentResponse;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentState;

/** Answers with what it is given. */
final class PlayedSegments extends SegmentServiceGrpc.SegmentServiceImplBase {
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
}
