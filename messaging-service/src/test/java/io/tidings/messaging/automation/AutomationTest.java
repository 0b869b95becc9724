package io.tidings.messaging.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.Bus;
import io.tidings.messaging.standin.BusTest;
import io.tidings.proto.messaging.v1.Automation;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.ListAutomationsRequest;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.MessageStatusChanged;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SetAutomationEnabledRequest;
import io.tidings.proto.segment.v1.ChangeCause;
import io.tidings.proto.segment.v1.SegmentEntered;
import io.tidings.proto.user.v1.ProfileErased;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@MicronautTest(transactional = false)
class AutomationTest extends BusTest {
  private UUID user(String workspace) {
    return users.add(
        "u-" + UUID.randomUUID(), Map.of("first_name", "Ada", "number", "+2348012345678"));
  }

  private Automation automation(String workspace, UUID segment) {
    templates(workspace)
        .createTemplate(
            CreateTemplateRequest.newBuilder()
                .setRequestId("t")
                .setName("welcome")
                .setContent(hello())
                .build());
    return automations(workspace)
        .createAutomation(
            CreateAutomationRequest.newBuilder()
                .setRequestId("a")
                .setName("greet")
                .setSegmentId(segment.toString())
                .setChannel(Channel.CHANNEL_SMS)
                .setTemplate("welcome")
                .build())
        .getAutomation();
  }

  private static SegmentEntered entered(
      UUID segment, UUID profile, ChangeCause cause, long number) {
    return SegmentEntered.newBuilder()
        .setSegmentId(segment.toString())
        .setProfileId(profile.toString())
        .setCause(cause)
        .setEntryNumber(number)
        .build();
  }

  private List<Send> sendsOf(String workspace, Automation automation) {
    return sends(workspace)
        .listSends(
            ListSendsRequest.newBuilder()
                .setFilter(SendFilter.newBuilder().setAutomationId(automation.getId()))
                .build())
        .getSendsList();
  }

  @ParameterizedTest
  @EnumSource(
      value = ChangeCause.class,
      names = {"CHANGE_CAUSE_FACT", "CHANGE_CAUSE_TIME"})
  @DisplayName("who enters the segment is sent the template, and the outcome is published")
  void sendsToWhoEnters(ChangeCause cause) throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID profile = user(workspace);

    enter(workspace, segment, profile, cause, 1);

    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 1);
    assertThat(Box.of(workspace).received().getFirst())
        .isInstanceOfSatisfying(Sms.class, sms -> assertThat(sms.to()).isEqualTo("+2348012345678"));
    await().atMost(SOON).until(() -> !bus.heard(workspace, MessageStatusChanged.class).isEmpty());
    assertThat(bus.heard(workspace, MessageStatusChanged.class))
        .singleElement()
        .satisfies(changed -> {
          assertThat(changed.getState()).isEqualTo(SendState.SEND_STATE_SENT);
          assertThat(changed.getProfileId()).isEqualTo(profile.toString());
          assertThat(changed.getAutomationId()).isEqualTo(automation.getId());
        });
    assertThat(sendsOf(workspace, automation))
        .singleElement()
        .satisfies(send -> assertThat(send.getUserId()).startsWith("u-"));
  }

  @Test
  @DisplayName(
      "each entry sends once, however often it is told; whom a computation finds gets nothing")
  void sendsOncePerEntry() throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID profile = user(workspace);
    UUID early = user(workspace);

    enter(workspace, segment, early, ChangeCause.CHANGE_CAUSE_COMPUTATION, 1);
    for (int i = 0; i < 3; i++) {
      // Other entries that tell the same: once-only by entry number, not by delivery.
      enter(workspace, segment, profile);
    }
    enter(workspace, segment, profile, ChangeCause.CHANGE_CAUSE_FACT, 2);

    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 2);
    await()
        .during(Duration.ofMillis(300))
        .atMost(SOON)
        .until(() -> sendsOf(workspace, automation).size() == 2);
  }

  @Test
  void sendsNothingWhileItIsOff() throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID profile = user(workspace);
    setEnabled(workspace, automation, false);
    enter(workspace, segment, profile);
    // What comes after it shows that it was handled.
    String other = connected();
    Automation on = automation(other, segment);
    enter(other, segment, profile);
    await().atMost(SOON).until(() -> sendsOf(other, on).size() == 1);

    setEnabled(workspace, automation, true);

    assertThat(sendsOf(workspace, automation)).isEmpty();
    enter(workspace, segment, profile, ChangeCause.CHANGE_CAUSE_FACT, 2);
    await().atMost(SOON).until(() -> sendsOf(workspace, automation).size() == 1);
  }

  private void setEnabled(String workspace, Automation automation, boolean enabled) {
    automations(workspace)
        .setAutomationEnabled(
            SetAutomationEnabledRequest.newBuilder()
                .setAutomationId(automation.getId())
                .setEnabled(enabled)
                .build());
  }

  @Test
  @DisplayName("behaviour 19: who enters without a phone is discarded, on record")
  void discardsWhoLacksTheAttribute() throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID bare = users.add("u-" + UUID.randomUUID(), Map.of("first_name", "Bob"));

    enter(workspace, segment, bare);

    await().atMost(SOON).until(() -> sendsOf(workspace, automation).size() == 1);
    Send send =
        awaitState(
            workspace,
            sendsOf(workspace, automation).getFirst().getId(),
            SendState.SEND_STATE_DISCARDED);
    assertThat(send.getReason()).isEqualTo("MISSING_ATTRIBUTE");
    assertThat(send.getDetail()).isEqualTo("number");
  }

  @Test
  void isMadeOnceForOneRequest() {
    String workspace = newWorkspace();
    UUID segment = segments.add(List.of());

    Automation first = automation(workspace, segment);
    Automation second = automation(workspace, segment);

    assertThat(second).isEqualTo(first);
    assertThat(
            automations(workspace)
                .listAutomations(ListAutomationsRequest.getDefaultInstance())
                .getAutomationsList())
        .containsExactly(first);
  }

  @Test
  void refusesASegmentThatThereIsNot() {
    String workspace = newWorkspace();

    assertThatThrownBy(() -> automation(workspace, UUID.randomUUID()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void sendsFollowAMergeAndGoWithAnErasure() throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID absorbed = user(workspace);
    UUID into = user(workspace);
    Box.of(workspace).answers(_ -> new Outcome.Rejected("no"));
    enter(workspace, segment, absorbed);
    await()
        .atMost(SOON)
        .until(() ->
            sendsOf(workspace, automation).stream()
                .anyMatch(send -> send.getState() == SendState.SEND_STATE_FAILED));

    tellMerge(workspace, absorbed, into);
    await()
        .atMost(SOON)
        .until(
            () -> sendsOf(workspace, automation).getFirst().getProfileId().equals(into.toString()));

    bus.publish(
        Bus.entry(
            "user",
            workspace,
            into,
            ProfileErased.newBuilder().setProfileId(into.toString()).build()));
    await()
        .atMost(SOON)
        .until(() -> sendsOf(workspace, automation).getFirst().getProfileId().isEmpty());
    assertThat(sendsOf(workspace, automation).getFirst().getState())
        .isEqualTo(SendState.SEND_STATE_FAILED);
    dump().assertHoldsNone(absorbed.toString());
  }

  @Test
  @DisplayName("a merged profile's entries and the survivor's own are told apart")
  void sendsForTheEntriesOfBothWhoWereMerged() throws Exception {
    String workspace = connected();
    UUID segment = segments.add(List.of());
    Automation automation = automation(workspace, segment);
    UUID absorbed = user(workspace);
    UUID into = user(workspace);
    enter(workspace, segment, absorbed);
    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 1);
    tellMerge(workspace, absorbed, into);

    enter(workspace, segment, into);
    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 2);
    enter(workspace, segment, absorbed);
    enter(workspace, segment, into);
    UUID other = user(workspace);
    enter(workspace, segment, other);

    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 3);
    assertThat(sendsOf(workspace, automation))
        .extracting(Send::getProfileId)
        .containsExactlyInAnyOrder(into.toString(), into.toString(), other.toString());
  }

  private void enter(String workspace, UUID segment, UUID profile) throws Exception {
    enter(workspace, segment, profile, ChangeCause.CHANGE_CAUSE_FACT, 1);
  }

  private void enter(
      String workspace, UUID segment, UUID profile, ChangeCause cause, long entryNumber)
      throws Exception {
    bus.publish(
        Bus.entry("segment", workspace, profile, entered(segment, profile, cause, entryNumber)));
  }
}
