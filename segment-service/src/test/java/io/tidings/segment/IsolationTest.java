package io.tidings.segment;

import static io.tidings.segment.testing.Conditions.attribute;
import static io.tidings.segment.testing.Conditions.text;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.grpc.BindableService;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.GetSegmentRequest;
import io.tidings.proto.segment.v1.SegmentServiceGrpc;
import io.tidings.segment.testing.Bus;
import io.tidings.segment.testing.EventHistory;
import io.tidings.segment.testing.Facts;
import io.tidings.testing.SealedColumnKeys;
import io.tidings.testing.ServiceTest;
import io.tidings.testing.WorkspaceIsolation;
import io.tidings.testing.WorkspaceIsolation.Contents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class IsolationTest extends ServiceTest {
  private final EventHistory history = new EventHistory();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tidings.event.grpc", history.address());
  }

  @AfterAll
  void close() {
    history.close();
  }

  @Test
  void sealsAnewAlongPrimaryKeys() {
    SealedColumnKeys.check(requireNonNull(application));
  }

  @Test
  void noMethodReachesIntoAnotherWorkspace() throws IOException {
    String workspace = newWorkspace();
    var segments = SegmentServiceGrpc.newBlockingStub(channel(workspace));
    var paying = attribute("plan", "equals", text("pro"));
    String segment =
        segments
            .createSegment(
                CreateSegmentRequest.newBuilder()
                    .setName("only-here")
                    .setDefinition(paying)
                    .build())
            .getSegment()
            .getId();
    UUID profile = UUID.randomUUID();
    String broker =
        requireNonNull(application).getRequiredProperty("tidings.rabbitmq.url", String.class);
    try (var bus = new Bus(broker)) {
      bus.tell(
          "user",
          workspace,
          profile,
          Facts.changed(profile, 1, Instant.now(), Map.of("plan", text("pro"))));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              segments
                      .getSegment(GetSegmentRequest.newBuilder().setSegmentId(segment).build())
                      .getSegment()
                      .getMemberCount()
                  == 1);
    }
    new WorkspaceIsolation(
            requireNonNull(application).getBeansOfType(BindableService.class), this::channel)
        .check(
            workspace,
            newWorkspace(),
            new Contents(
                Map.of(
                    "segment_id",
                    segment,
                    "profile_id",
                    profile.toString(),
                    "after_profile_id",
                    "",
                    "definition",
                    paying),
                List.of("only-here", segment, profile.toString()),
                List.of(
                    "GetSegment",
                    "ListSegments",
                    "PreviewSegment",
                    "StreamMembers",
                    "ListSegmentsOfProfile")));
  }
}
