package io.tidings.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.BusTest;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsRequest;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.DeliveryEvent;
import io.tidings.proto.messaging.v1.DeliveryEventKind;
import io.tidings.proto.messaging.v1.DeliveryEventServiceGrpc;
import io.tidings.proto.messaging.v1.MessageStatusChanged;
import io.tidings.proto.messaging.v1.RecordDeliveryEventsRequest;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendClass;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SendTotals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What services that carry messages tell of them, on the sends that they belong to. */
@MicronautTest(transactional = false)
class DeliveryEventTest extends BusTest {
  private static final String ADDRESS = "ada@example.com";

  private Send send(String workspace, SendClass sendClass) {
    users.add("ada-" + workspace, Map.of("first_name", "Ada", "email", ADDRESS));
    return sends(workspace)
        .send(to(Channel.CHANNEL_EMAIL, "ada-" + workspace).setClass_(sendClass).build())
        .getSends(0);
  }

  private Send sent(String workspace) {
    return awaitState(
        workspace,
        send(workspace, SendClass.SEND_CLASS_TRANSACTIONAL).getId(),
        SendState.SEND_STATE_SENT);
  }

  @Test
  @DisplayName("behaviour 24: delivered, opened and clicked come back to the send, each once")
  void tellsWhatBecameOfAMail() {
    String workspace = connected();
    Send send = sent(workspace);

    for (int repeated = 0; repeated < 2; repeated++) {
      record(
          workspace,
          of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_CLICKED, 30),
          of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_OPENED, 20),
          of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_OPENED, 25),
          of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10));
    }

    Send delivered = get(workspace, send.getId());
    assertThat(delivered.getState()).isEqualTo(SendState.SEND_STATE_DELIVERED);
    assertThat(delivered.getUpdatedAt().getSeconds()).isEqualTo(10);
    assertThat(delivered.getOpenedAt().getSeconds()).isEqualTo(20);
    assertThat(delivered.getClickedAt().getSeconds()).isEqualTo(30);
    assertThat(decisions(workspace, send.getId()))
        .filteredOn(decision -> decision.getGate().equals("receipt"))
        .extracting(Decision::getDetail)
        .containsExactly("the mailbox said: <(the recipient)> no", "opened", "clicked");
    assertThat(
            sends(workspace)
                .batchGetSendTotals(
                    BatchGetSendTotalsRequest.newBuilder()
                        .addProfileIds(send.getProfileId())
                        .build())
                .getTotals(0))
        .isEqualTo(SendTotals.newBuilder().setDelivered(1).setOpened(1).setClicked(1).build());
    assertThat(isSuppressed(workspace)).isFalse();
    await().atMost(SOON).until(() -> states(workspace).size() >= 2);
    assertThat(states(workspace))
        .as("published")
        .containsExactly(SendState.SEND_STATE_SENT, SendState.SEND_STATE_DELIVERED);
  }

  private List<SendState> states(String workspace) {
    return bus.heard(workspace, MessageStatusChanged.class).stream()
        .map(MessageStatusChanged::getState)
        .toList();
  }

  @Test
  @DisplayName("behaviour 24: a hard bounce suppresses the address, a soft one does not")
  void suppressesWhatIsGone() {
    String workspace = connected();
    Send soft = sent(workspace);
    Send hard = sent(workspace);

    record(workspace, of(soft, DeliveryEventKind.DELIVERY_EVENT_KIND_SOFT_BOUNCE, 10));
    assertThat(isSuppressed(workspace)).isFalse();
    // Said to have arrived at first, as relays do.
    record(workspace, of(hard, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10));
    record(workspace, of(hard, DeliveryEventKind.DELIVERY_EVENT_KIND_HARD_BOUNCE, 20));
    record(workspace, of(hard, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 30));

    for (Send send : List.of(soft, hard)) {
      Send bounced = get(workspace, send.getId());
      assertThat(bounced.getState()).isEqualTo(SendState.SEND_STATE_BOUNCED);
      assertThat(bounced.getReason()).isEqualTo("the mailbox said: <(the recipient)> no");
    }
    assertThat(isSuppressed(workspace)).isTrue();
    Send next =
        awaitState(
            workspace,
            send(workspace, SendClass.SEND_CLASS_TRANSACTIONAL).getId(),
            SendState.SEND_STATE_DISCARDED);
    assertThat(next.getReason()).isEqualTo("SUPPRESSED");
  }

  @Test
  @DisplayName("behaviour 24: a complaint stands on the send and suppresses the address")
  void keepsComplaints() {
    String workspace = connected();
    Send send = sent(workspace);
    record(
        workspace,
        of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10),
        of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_COMPLAINT, 20));
    assertThat(get(workspace, send.getId()).getState()).isEqualTo(SendState.SEND_STATE_COMPLAINED);
    assertThat(isSuppressed(workspace)).isTrue();
  }

  @Test
  void anAddressAloneIsSuppressedAndOfAnotherWorkspaceNothing() {
    String workspace = connected();
    Send send = sent(workspace);
    String other = newWorkspace();
    record(other, of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_HARD_BOUNCE, 10));
    record(
        other,
        DeliveryEvent.newBuilder()
            .setKind(DeliveryEventKind.DELIVERY_EVENT_KIND_HARD_BOUNCE)
            .setChannel(Channel.CHANNEL_EMAIL)
            .setAddress("no address")
            .setOccurredAt(Timestamps.fromSeconds(1))
            .build());
    assertThat(get(workspace, send.getId())).isEqualTo(send);
    assertThat(isSuppressed(workspace)).isFalse();
    assertThat(isSuppressed(other)).isTrue();
  }

  @Test
  void resolvesADoubt() {
    String workspace = connected();
    Box.of(workspace).answers(_ -> new Outcome.InDoubt("connection lost"));
    Send send =
        awaitState(
            workspace,
            send(workspace, SendClass.SEND_CLASS_MARKETING).getId(),
            SendState.SEND_STATE_IN_DOUBT);
    record(workspace, of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10));
    assertThat(get(workspace, send.getId()).getState()).isEqualTo(SendState.SEND_STATE_DELIVERED);
  }

  @Test
  void anEventThatComesBeforeItsSendWasTakenIsKeptForIt() {
    String workspace = connected();
    Box.of(workspace).answers(_ -> new Outcome.Deferred("busy", Duration.ofMillis(700)));
    Send send = send(workspace, SendClass.SEND_CLASS_TRANSACTIONAL);
    record(workspace, of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10));
    assertThat(get(workspace, send.getId()).getState())
        .isIn(SendState.SEND_STATE_QUEUED, SendState.SEND_STATE_SENDING);
    Box.of(workspace).answers(Box::accept);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    await()
        .atMost(SOON)
        .until(() -> {
          bean(ReceiptSweep.class).sweep();
          return get(workspace, send.getId()).getState() == SendState.SEND_STATE_DELIVERED;
        });
  }

  @Test
  void aProvidersOwnReferenceNamesASendToo() {
    String workspace = connected();
    Send send = sent(workspace);
    DeliveryEvent event =
        of(send, DeliveryEventKind.DELIVERY_EVENT_KIND_DELIVERED, 10).toBuilder()
            .clearSendId()
            .setProvider("standin")
            .setProviderReference("ref-" + send.getId())
            .build();
    record(workspace, event);
    assertThat(get(workspace, send.getId()).getState()).isEqualTo(SendState.SEND_STATE_DELIVERED);
  }

  private void record(String workspace, DeliveryEvent... events) {
    var unused =
        DeliveryEventServiceGrpc.newBlockingStub(channel(workspace))
            .recordDeliveryEvents(
                RecordDeliveryEventsRequest.newBuilder().addAllEvents(List.of(events)).build());
  }

  private static DeliveryEvent of(Send send, DeliveryEventKind kind, long second) {
    return DeliveryEvent.newBuilder()
        .setKind(kind)
        .setSendId(send.getId())
        .setChannel(Channel.CHANNEL_EMAIL)
        .setAddress("Ada@Example.com")
        .setReason("the mailbox\nsaid: <ada@example.com> no")
        .setOccurredAt(Timestamps.fromSeconds(second))
        .build();
  }

  private boolean isSuppressed(String workspace) {
    return suppressions(workspace)
        .batchGetSuppressions(
            BatchGetSuppressionsRequest.newBuilder()
                .setChannel(Channel.CHANNEL_EMAIL)
                .addAddresses(ADDRESS)
                .build())
        .getSuppressed(0);
  }
}
