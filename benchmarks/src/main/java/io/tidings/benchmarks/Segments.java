package io.tidings.benchmarks;

import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.proto.segment.v1.SegmentServiceGrpc.SegmentServiceBlockingStub;
import io.tidings.proto.segment.v1.SegmentState;
import java.time.Duration;

/** Segments that benchmarks stand on. */
final class Segments {
  private Segments() {}

  /** Who ordered three times within a week: what every event of the load counts for. */
  static Segment ofBuyers(RunningSystem system) throws Exception {
    return live(system, "Buyers", counting(IntakeBenchmark.EVENT, 3, Duration.ofDays(7)));
  }

  static Condition counting(String event, int times, Duration window) {
    return Condition.newBuilder()
        .setEvent(
            EventCondition.newBuilder()
                .setName(event)
                .setOperator("at_least")
                .setCount(times)
                .setWindow(
                    com.google.protobuf.Duration.newBuilder().setSeconds(window.toSeconds())))
        .build();
  }

  /** Defines a segment and waits until it is computed. */
  static Segment live(RunningSystem system, String name, Condition definition) throws Exception {
    SegmentServiceBlockingStub segments = of(system);
    String id = create(segments, name, definition);
    Await.until(
        "segment " + name + " is live",
        Duration.ofMinutes(20),
        Duration.ofMillis(50),
        () -> get(segments, id).getState() == SegmentState.SEGMENT_STATE_LIVE);
    return get(segments, id);
  }

  static SegmentServiceBlockingStub of(RunningSystem system) {
    return SegmentServiceGrpc.newBlockingStub(system.channel("segment"));
  }

  /** Defines a segment; its id. */
  static String create(SegmentServiceBlockingStub segments, String name, Condition definition) {
    var request = CreateSegmentRequest.newBuilder().setName(name).setDefinition(definition).build();
    return segments.createSegment(request).getSegment().getId();
  }

  static Segment get(SegmentServiceBlockingStub segments, String id) {
    return segments
        .getSegment(GetSegmentRequest.newBuilder().setSegmentId(id).build())
        .getSegment();
  }
}
