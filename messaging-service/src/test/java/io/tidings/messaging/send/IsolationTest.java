package io.tidings.messaging.send;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.proto.messaging.v1.AddSuppressionRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.RemoveSuppressionRequest;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.testing.SealedColumnKeys;
import io.tidings.testing.WorkspaceIsolation;
import io.tidings.testing.WorkspaceIsolation.Contents;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class IsolationTest extends MessagingTest {

  @Test
  void sealsAnewAlongPrimaryKeys() {
    SealedColumnKeys.check(requireNonNull(application));
  }

  @Test
  void noMethodReachesIntoAnotherWorkspace() {
    String workspace = connected();
    String user = "u-" + UUID.randomUUID();
    String address = user + "@only-here.example";
    UUID segment = segments.add(List.of());
    users.add(user, Map.of("first_name", "Ada", "email", address));
    String template =
        templates(workspace)
            .createTemplate(
                CreateTemplateRequest.newBuilder().setName("only-here").setContent(hello()).build())
            .getTemplate()
            .getId();
    String automation =
        automations(workspace)
            .createAutomation(
                CreateAutomationRequest.newBuilder()
                    .setName("only-here")
                    .setSegmentId(segment.toString())
                    .setChannel(Channel.CHANNEL_EMAIL)
                    .setTemplate("only-here")
                    .build())
            .getAutomation()
            .getId();
    String send =
        sends(workspace).send(to(Channel.CHANNEL_EMAIL, user).build()).getSends(0).getId();
    var sent = awaitState(workspace, send, SendState.SEND_STATE_SENT);
    var unused =
        suppressions(workspace)
            .addSuppression(
                AddSuppressionRequest.newBuilder()
                    .setChannel(Channel.CHANNEL_EMAIL)
                    .setAddress(address)
                    .setReason("BOUNCED")
                    .build());
    String broadcast =
        broadcasts(workspace)
            .createBroadcast(
                CreateBroadcastRequest.newBuilder()
                    .setName("only-here")
                    .setAudience(Audience.newBuilder().setSegmentId(segment.toString()))
                    .setChannel(Channel.CHANNEL_EMAIL)
                    .setContent(hello())
                    .build())
            .getBroadcast()
            .getId();
    new WorkspaceIsolation(
            requireNonNull(application).getBeansOfType(BindableService.class), this::channel)
        .check(
            workspace,
            newWorkspace(),
            new Contents(
                Map.ofEntries(
                    Map.entry("send_id", sent.getId()),
                    Map.entry("template_id", template),
                    Map.entry("template", "only-here"),
                    Map.entry("automation_id", automation),
                    Map.entry("broadcast_id", broadcast),
                    Map.entry("segment_id", segment.toString()),
                    Map.entry("user_id", user),
                    Map.entry("address", address),
                    Map.entry("channel", "CHANNEL_EMAIL"),
                    Map.entry("SendFilter.broadcast_id", ""),
                    Map.entry("SendFilter.automation_id", ""),
                    Map.entry("SendFilter.profile_id", ""),
                    Map.entry("SendFilter.states", ""),
                    Map.entry("SendFilter.state", ""),
                    Map.entry("SendFilter.channel", "")),
                List.of("only-here", send, template, automation, broadcast),
                List.of(
                    "GetSend",
                    "ListSends",
                    "ExplainSend",
                    "GetTemplate",
                    "ListTemplates",
                    "GetAutomation",
                    "ListAutomations",
                    "GetBroadcast",
                    "ListBroadcasts")));
    assertThat(
            suppressions(workspace)
                .removeSuppression(
                    RemoveSuppressionRequest.newBuilder()
                        .setChannel(Channel.CHANNEL_EMAIL)
                        .setAddress(address)
                        .build())
                .getRemoved())
        .as("nobody else removed it")
        .isTrue();
  }
}
