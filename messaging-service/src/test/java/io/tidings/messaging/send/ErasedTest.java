package io.tidings.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.Bus;
import io.tidings.messaging.standin.BusTest;
import io.tidings.proto.erasure.v1.ErasureReport;
import io.tidings.proto.erasure.v1.ErasureReportServiceGrpc;
import io.tidings.proto.erasure.v1.GetErasureReportRequest;
import io.tidings.proto.erasure.v1.Removal;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendCount;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendResponse;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.outbox.v1.Entry;
import io.tidings.proto.user.v1.ProfileErased;
import io.tidings.proto.value.v1.Value;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ErasedTest extends BusTest {
  @Test
  @DisplayName("an erased user's sends are counted and say nothing of the user any more")
  void scrubsSendsAndKeepsCounts() throws Exception {
    String workspace = connected();
    String ada = workspace + "-ada-secret";
    String beforeKnown = sendSms(workspace, ada, "Dear Mrs Secret-Unknown");
    UUID profile = users.add(ada, Map.of("number", "+2348012345678"));
    Box.of(workspace).answers(_ -> new Outcome.Rejected("no +2348012345678-secret here"));
    String rejected = sendSms(workspace, ada, "Dear Mrs Secret-Rejected");
    awaitState(workspace, rejected, SendState.SEND_STATE_FAILED);
    Box.of(workspace).answers(_ -> new Outcome.Deferred("secret-wait", Duration.ofHours(1)));
    String pending = sendSms(workspace, ada, "Dear Mrs Secret-Pending");
    await().atMost(SOON).until(() -> get(workspace, pending).getReason().equals("secret-wait"));
    assertThat(dump().text()).contains("Secret-Rejected", "secret-wait");
    UUID erasure = UUID.randomUUID();
    Entry erased =
        Bus.entry(
            "user",
            workspace,
            profile,
            ProfileErased.newBuilder()
                .setProfileId(profile.toString())
                .setErasureId(erasure.toString())
                .setUserId(ada)
                .build());

    bus.publish(erased, erased);
    bus.publish(erased);
    await().atMost(SOON).until(() -> report(workspace, erasure).getRemovalsCount() > 0);

    assertThat(report(workspace, erasure).getRemovalsList())
        .containsExactly(Removal.newBuilder().setWhat("sends").setCount(3).build());
    assertThat(report(workspace, erasure).getAppliedAt().getSeconds()).isPositive();
    assertThat(report(newWorkspace(), erasure)).isEqualTo(ErasureReport.getDefaultInstance());
    dump()
        .assertHoldsNone(
            ada,
            "Secret-Unknown",
            "Secret-Rejected",
            "Secret-Pending",
            "secret-wait",
            "-secret here");
    assertThat(sends(workspace).countSends(CountSendsRequest.getDefaultInstance()).getCountsList())
        .extracting(SendCount::getState, SendCount::getReason, SendCount::getCount)
        .containsExactlyInAnyOrder(
            tuple(SendState.SEND_STATE_DISCARDED, "UNKNOWN_USER", 1L),
            tuple(SendState.SEND_STATE_FAILED, "", 1L),
            tuple(SendState.SEND_STATE_DISCARDED, "ERASED", 1L));
    assertThat(get(workspace, beforeKnown).getUserId()).isEmpty();
  }

  @Test
  void keepsWhatOthersWereSentToo() throws Exception {
    String workspace = connected();
    UUID goes = users.add(workspace + "-goes", Map.of("number", "+2348012345678"));
    users.add(workspace + "-stays", Map.of("number", "+2348012345679"));
    Box.of(workspace).answers(_ -> new Outcome.Deferred("later", Duration.ofSeconds(3)));
    String stays =
        sends(workspace)
            .send(
                to(Channel.CHANNEL_SMS, workspace + "-goes", workspace + "-stays")
                    .putData("code", Value.newBuilder().setText("4711").build())
                    .build())
            .getSends(1)
            .getId();
    erase(workspace, goes);
    Box.of(workspace).answers(Box::accept);

    awaitState(workspace, stays, SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received())
        .filteredOn(message -> message.sendId().toString().equals(stays))
        .last()
        .isInstanceOfSatisfying(Sms.class, sms -> assertThat(sms.text()).endsWith(": 4711"));
  }

  @Test
  @DisplayName("a template that says what only an erased user was sent has it on file")
  void keepsContentOnFileForWhoBringsItAgain() throws Exception {
    String workspace = connected();
    UUID ada = users.add(workspace + "-ada", Map.of("number", "+2348012345678"));
    String text = "Only for " + workspace;
    awaitState(workspace, sendSms(workspace, workspace + "-ada", text), SendState.SEND_STATE_SENT);
    erase(workspace, ada);
    dump().assertHoldsNone(text);

    templates(workspace)
        .createTemplate(
            CreateTemplateRequest.newBuilder()
                .setName("welcome")
                .setContent(
                    Content.newBuilder().setSms(SmsContent.newBuilder().setText(text)).build())
                .build());

    assertThat(dump().text()).contains(text);
  }

  @Test
  @DisplayName("a call under way while its user is erased leaves nothing of the user behind")
  void keepsNothingOfWhoIsErasedDuringTheCall() throws Exception {
    String workspace = connected();
    String ada = workspace + "-ada-secret";
    UUID profile = users.add(ada, Map.of("number", "+2348012345678"));
    int asked = preferences.calls();
    CountDownLatch held = preferences.hold();
    Send answered;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SendResponse> call =
          executor.submit(() ->
              sends(workspace)
                  .send(
                      SendRequest.newBuilder()
                          .addRecipients(Recipient.newBuilder().setUserId(ada))
                          .setCategory("news")
                          .setIdempotencyKey("once")
                          .setContent(
                              Content.newBuilder()
                                  .setSms(SmsContent.newBuilder().setText("Dear Mrs Secret-Call")))
                          .putData("code", Value.newBuilder().setText("4711").build())
                          .build()));
      await().atMost(SOON).until(() -> preferences.calls() > asked);
      erase(workspace, profile);
      held.countDown();
      answered = call.get().getSends(0);
    } finally {
      held.countDown();
    }

    assertThat(answered.getState()).isEqualTo(SendState.SEND_STATE_DISCARDED);
    assertThat(answered.getReason()).isEqualTo("ERASED");
    assertThat(get(workspace, answered.getId())).isEqualTo(answered);
    dump().assertHoldsNone(ada, "Secret-Call");
    assertThat(dataOf(workspace)).isEmpty();
    assertThat(sends(workspace).countSends(countOf(profile)).getCountsList()).isEmpty();
  }

  private static CountSendsRequest countOf(UUID profile) {
    return CountSendsRequest.newBuilder()
        .setFilter(SendFilter.newBuilder().setProfileId(profile.toString()))
        .build();
  }

  private void erase(String workspace, UUID profile) throws Exception {
    UUID erasure = UUID.randomUUID();
    bus.publish(
        Bus.entry(
            "user",
            workspace,
            profile,
            ProfileErased.newBuilder()
                .setProfileId(profile.toString())
                .setErasureId(erasure.toString())
                .build()));
    await().atMost(SOON).until(() -> report(workspace, erasure).getRemovalsCount() > 0);
  }

  private String sendSms(String workspace, String userId, String text) {
    return sends(workspace)
        .send(
            SendRequest.newBuilder()
                .addRecipients(Recipient.newBuilder().setUserId(userId))
                .setContent(
                    Content.newBuilder().setSms(SmsContent.newBuilder().setText(text)).build())
                .build())
        .getSends(0)
        .getId();
  }

  private ErasureReport report(String workspace, UUID erasureId) {
    return ErasureReportServiceGrpc.newBlockingStub(channel(workspace))
        .getErasureReport(
            GetErasureReportRequest.newBuilder().setErasureId(erasureId.toString()).build())
        .getReport();
  }
}
