package io.tidings.event.history;

import static java.util.Objects.requireNonNull;

import io.grpc.BindableService;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.RecordEventRequest;
import io.tidings.proto.value.v1.Value;
import io.tidings.testing.SealedColumnKeys;
import io.tidings.testing.ServiceTest;
import io.tidings.testing.WorkspaceIsolation;
import io.tidings.testing.WorkspaceIsolation.Contents;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class IsolationTest extends ServiceTest {

  @Test
  void sealsAnewAlongPrimaryKeys() {
    SealedColumnKeys.check(requireNonNull(application));
  }

  @Test
  void noMethodReachesIntoAnotherWorkspace() {
    String workspace = newWorkspace();
    String profile = UUID.randomUUID().toString();
    var recorded =
        EventServiceGrpc.newBlockingStub(channel(workspace))
            .recordEvent(
                RecordEventRequest.newBuilder()
                    .setEvent(
                        Event.newBuilder()
                            .setProfileId(profile)
                            .setMessageId("m-1")
                            .setName("Order Completed")
                            .putProperties("note", Value.newBuilder().setText("only-here").build()))
                    .build());
    new WorkspaceIsolation(
            requireNonNull(application).getBeansOfType(BindableService.class), this::channel)
        .check(
            workspace,
            newWorkspace(),
            new Contents(
                Map.of(
                    "profile_id",
                    profile,
                    "message_id",
                    recorded.getMessageId(),
                    "names",
                    "Order Completed",
                    "Event.name",
                    "Order Completed"),
                List.of("only-here", profile),
                List.of("ListEvents", "StreamEvents")));
  }
}
