package io.tidings.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.Receipt;
import io.tidings.messaging.database.Database;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.messaging.standin.StandInUsers;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendClass;
import io.tidings.proto.messaging.v1.SendCount;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SendTotals;
import io.tidings.proto.messaging.v1.SmsContent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class DeliveryTest extends MessagingTest {
  private static final Instant DELIVERED_AT = Instant.parse("2026-05-01T12:00:00Z");

  private String ada(String workspace, io.tidings.proto.user.v1.Device... devices) {
    String userId = "ada-" + workspace;
    users.add(
        userId,
        Map.of("first_name", "Ada", "email", "ada@example.com", "number", "+2348012345678"),
        devices);
    return userId;
  }

  private Send send(String workspace, Channel channel, SendClass sendClass) {
    return sends(workspace)
        .send(to(channel, "ada-" + workspace).setClass_(sendClass).build())
        .getSends(0);
  }

  private Send send(String workspace, Channel channel) {
    return send(workspace, channel, SendClass.SEND_CLASS_TRANSACTIONAL);
  }

  private static Function<Message, Outcome> inTurn(Outcome... outcomes) {
    Queue<Outcome> left = new ConcurrentLinkedQueue<>(Arrays.asList(outcomes));
    return message -> {
      Outcome next = left.poll();
      return next == null ? Box.accept(message) : next;
    };
  }

  @Test
  @DisplayName("a provider that asks to come back is asked again")
  void triesAgainWhatWasPutOff() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace).answers(inTurn(new Outcome.Deferred("451 busy", Duration.ofMillis(50))));

    Send send = send(workspace, Channel.CHANNEL_EMAIL);

    Send sent = awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(sent.getAttempts()).isEqualTo(2);
    assertThat(sent.getReason()).isEmpty();
    assertThat(decisions(workspace, send.getId()))
        .extracting(Decision::getGate, Decision::getDetail)
        .contains(
            org.assertj.core.groups.Tuple.tuple("attempt", "put off: 451 busy"),
            org.assertj.core.groups.Tuple.tuple("attempt", "standin took it"));
  }

  @Test
  @DisplayName("a provider that refuses: the reason is on record")
  void recordsWhyAProviderRefused() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace).answers(inTurn(new Outcome.Rejected("550 5.1.1 not here")));

    Send failed =
        awaitState(
            workspace, send(workspace, Channel.CHANNEL_EMAIL).getId(), SendState.SEND_STATE_FAILED);

    assertThat(failed.getReason()).isEqualTo("550 5.1.1 not here");
  }

  @Test
  @DisplayName("a provider that hangs: marketing stands in doubt, with the reason")
  void givesUpOnAProviderThatHangs() {
    String workspace = connected();
    ada(workspace);
    CountDownLatch never = new CountDownLatch(1);
    Box.of(workspace)
        .answers(message -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Box.accept(message);
        });

    Send send = send(workspace, Channel.CHANNEL_EMAIL, SendClass.SEND_CLASS_MARKETING);

    Send doubtful = awaitState(workspace, send.getId(), SendState.SEND_STATE_IN_DOUBT);
    assertThat(doubtful.getReason()).isEqualTo("standin gave no answer within 2 s");
  }

  @Test
  @DisplayName(
      "a provider that answers garbage or fails: marketing stands in doubt, with the reason")
  void aProviderThatFailsLeavesNoSendBehind() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace)
        .answers(_ -> {
          throw new IllegalStateException("garbage");
        });

    Send send = send(workspace, Channel.CHANNEL_SMS, SendClass.SEND_CLASS_MARKETING);

    Send doubtful = awaitState(workspace, send.getId(), SendState.SEND_STATE_IN_DOUBT);
    assertThat(doubtful.getReason()).isEqualTo("standin failed instead of answering");
  }

  @Test
  @DisplayName(
      "a connection that dies after the message was handed over: transactional is repeated")
  void repeatsATransactionalSendInDoubt() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace).answers(inTurn(new Outcome.InDoubt("connection lost")));

    Send send = send(workspace, Channel.CHANNEL_EMAIL);

    assertThat(awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT).getAttempts())
        .isEqualTo(2);
    assertThat(Box.of(workspace).received()).hasSize(2);
  }

  @Test
  @DisplayName("a crash between the call and the record: transactional is sent again")
  void recoversATransactionalSend() throws Exception {
    String workspace = connected();
    ada(workspace);
    Send send = send(workspace, Channel.CHANNEL_EMAIL);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);

    forgetOutcome(workspace, send);

    await()
        .atMost(SOON)
        .until(() -> Box.of(workspace).receivedOf(UUID.fromString(send.getId())) == 2);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(decisions(workspace, send.getId()))
        .extracting(Decision::getGate)
        .contains("recovery");
  }

  @Test
  @DisplayName(
      "a crash between the call and the record: marketing stands in doubt and goes out once")
  void leavesAMarketingSendInDoubt() throws Exception {
    String workspace = connected();
    ada(workspace);
    Send send = send(workspace, Channel.CHANNEL_EMAIL, SendClass.SEND_CLASS_MARKETING);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);

    forgetOutcome(workspace, send);

    Send doubtful = awaitState(workspace, send.getId(), SendState.SEND_STATE_IN_DOUBT);
    assertThat(doubtful.getReason()).contains("worker ended");
    assertThat(Box.of(workspace).receivedOf(UUID.fromString(send.getId()))).isEqualTo(1);
  }

  @Test
  @DisplayName("a crash before a provider that knows repetitions: marketing is sent again too")
  void recoversAMarketingSendWhereThatIsSafe() throws Exception {
    String workspace = newWorkspace();
    connect(workspace, "standin-repeatable");
    ada(workspace);
    Send send = send(workspace, Channel.CHANNEL_EMAIL, SendClass.SEND_CLASS_MARKETING);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);

    forgetOutcome(workspace, send);

    await()
        .atMost(SOON)
        .until(() -> Box.of(workspace).receivedOf(UUID.fromString(send.getId())) == 2);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
  }

  @Test
  @DisplayName("a crash with more under way than is claimed at once: all of it stands in doubt")
  void leavesAllOfAClaimInDoubt() throws Exception {
    String workspace = connected();
    ada(workspace);
    List<Send> sends = new ArrayList<>();
    for (int i = 0; i < 3 * 5 * 4; i++) {
      sends.add(send(workspace, Channel.CHANNEL_EMAIL, SendClass.SEND_CLASS_MARKETING));
    }
    sends.forEach(send -> awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT));

    forgetOutcome(workspace, sends.toArray(Send[]::new));

    sends.forEach(send -> awaitState(workspace, send.getId(), SendState.SEND_STATE_IN_DOUBT));
    assertThat(Box.of(workspace).received()).hasSize(sends.size());
  }

  /** As a worker leaves it that dies after the call: claimed, and the lease has run out. */
  private void forgetOutcome(String workspace, Send... sends) throws Exception {
    bean(Database.class)
        .change(connection -> {
          try (var forget =
                  connection.prepareStatement(
                      """
                      UPDATE send
                         SET state = 'QUEUED', attempts = 0, provider = NULL,
                             provider_reference = NULL, due_at = now() - interval '1 second'
                       WHERE workspace_id = ? AND send_id = ANY (?)
                      """);
              var claim =
                  connection.prepareStatement(
                      """
                      INSERT INTO claim
                        (claim_id, workspace_id, channel, bulk, send_ids, leased_until)
                      VALUES (?, ?, 'EMAIL', false, ?, now() - interval '1 second')
                      """)) {
            UUID[] ids =
                Stream.of(sends).map(send -> UUID.fromString(send.getId())).toArray(UUID[]::new);
            forget.setString(1, workspace);
            forget.setArray(2, connection.createArrayOf("uuid", ids));
            forget.executeUpdate();
            claim.setObject(1, UUID.randomUUID());
            claim.setString(2, workspace);
            claim.setArray(3, connection.createArrayOf("uuid", ids));
            claim.executeUpdate();
          }
        });
  }

  @Test
  @DisplayName("a call that takes longer than the lease is not taken for a crash")
  void keepsItsLeaseWhileAProviderIsSlow() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace)
        .answers(message -> {
          await().pollDelay(Duration.ofMillis(1_800)).until(() -> true);
          return Box.accept(message);
        });
    List<Send> made = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      // Three rounds of five calls at once: the last ones wait beyond the first lease of 3 s.
      made.add(send(workspace, Channel.CHANNEL_SMS, SendClass.SEND_CLASS_MARKETING));
    }

    made.forEach(send -> awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT));
    assertThat(Box.of(workspace).received()).hasSize(15);
  }

  @Test
  @DisplayName("what a worker has is shown as being sent, and counted and found as such")
  void showsWhatIsUnderWay() {
    String workspace = connected();
    ada(workspace);
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    Box.of(workspace)
        .answers(message -> {
          asked.countDown();
          wait(answer);
          return Box.accept(message);
        });

    String id = send(workspace, Channel.CHANNEL_SMS).getId();
    wait(asked);

    assertThat(get(workspace, id).getState()).isEqualTo(SendState.SEND_STATE_SENDING);
    assertThat(found(workspace, SendState.SEND_STATE_SENDING)).containsExactly(id);
    assertThat(found(workspace, SendState.SEND_STATE_QUEUED)).isEmpty();
    assertThat(sends(workspace).countSends(CountSendsRequest.getDefaultInstance()).getCountsList())
        .extracting(SendCount::getState)
        .containsExactly(SendState.SEND_STATE_SENDING);
    answer.countDown();
    awaitState(workspace, id, SendState.SEND_STATE_SENT);
  }

  private List<String> found(String workspace, SendState state) {
    var request = ListSendsRequest.newBuilder();
    request.getFilterBuilder().setState(state);
    return sends(workspace).listSends(request.build()).getSendsList().stream()
        .map(Send::getId)
        .toList();
  }

  @Test
  void callsAProviderNoMoreOftenAtOnceThanItsConnectionTakes() {
    String workspace = connected();
    ada(workspace);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Box.of(workspace)
        .answers(message -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          await().pollDelay(Duration.ofMillis(50)).until(() -> true);
          now.decrementAndGet();
          return Box.accept(message);
        });
    String[] hundred = new String[100];
    Arrays.fill(hundred, "ada-" + workspace);

    sends(workspace).send(to(Channel.CHANNEL_SMS, hundred).build());

    await().atMost(SOON).until(() -> Box.of(workspace).received().size() >= 100);
    assertThat(Box.of(workspace).received()).hasSize(100);
    assertThat(most.get()).isBetween(2, 5);
  }

  @Test
  @DisplayName("while what was sent cannot be recorded, as many again are sent and no more")
  void doesNotWaitForTheRecordOfTheLast() throws Exception {
    String workspace = connected();
    ada(workspace);
    int claimedAtOnce = 5 * 4;
    var recordable = new CountDownLatch(1);
    var first = new AtomicBoolean(true);
    var held = new CountDownLatch(1);
    Box.of(workspace)
        .answers(message -> {
          if (first.getAndSet(false)) {
            Thread.ofVirtual().start(() -> hold(message.sendId(), held, recordable));
          }
          wait(held);
          return Box.accept(message);
        });
    String[] hundred = new String[100];
    Arrays.fill(hundred, "ada-" + workspace);

    sends(workspace).send(to(Channel.CHANNEL_SMS, hundred).build());

    List<Message> received = Box.of(workspace).received();
    await().atMost(SOON).until(() -> received.size() > claimedAtOnce);
    await()
        .during(Duration.ofSeconds(1))
        // What was recorded before the one that is held makes room.
        .until(() -> received.size() - recorded(workspace) <= 2 * claimedAtOnce);
    recordable.countDown();
    await().atMost(SOON).until(() -> received.size() >= 100);
    assertThat(received).extracting(Message::sendId).hasSize(100).doesNotHaveDuplicates();
  }

  private int recorded(String workspace) {
    return bean(Database.class)
        .inTransaction(connection -> {
          try (var statement =
              connection.prepareStatement(
                  "SELECT count(*)::int FROM send WHERE workspace_id = ? AND state = 'SENT'")) {
            statement.setString(1, workspace);
            try (var row = statement.executeQuery()) {
              row.next();
              return row.getInt(1);
            }
          }
        });
  }

  /** Keeps the row of a send from being written. */
  private void hold(UUID sendId, CountDownLatch held, CountDownLatch until) {
    bean(Database.class)
        .change(connection -> {
          try (var statement =
              connection.prepareStatement("SELECT FROM send WHERE send_id = ? FOR UPDATE")) {
            statement.setObject(1, sendId);
            statement.execute();
            held.countDown();
            wait(until);
          }
        });
  }

  private static void wait(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("a device that is gone is taken from its user; one device that takes it is enough")
  void pushGoesToEveryDevice() {
    String workspace = connected();
    ada(
        workspace,
        StandInUsers.device("gone-" + workspace, "ios"),
        StandInUsers.device("live-" + workspace, "android"));
    Box.of(workspace).answers(inTurn(new Outcome.RecipientGone("Unregistered")));

    Send send = send(workspace, Channel.CHANNEL_PUSH);

    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received()).hasSize(2);
    assertThat(users.removedTokens())
        .contains("gone-" + workspace)
        .doesNotContain("live-" + workspace);
  }

  @Test
  void aPlatformWithoutProviderDoesNotKeepTheOtherFromBeingReached() {
    String workspace = newWorkspace();
    connect(workspace, "standin-android");
    ada(
        workspace,
        StandInUsers.device("i-" + workspace, "ios"),
        StandInUsers.device("a-" + workspace, "android"));

    Send send = send(workspace, Channel.CHANNEL_PUSH);

    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received()).hasSize(1);
  }

  @Test
  void failsWithoutAProviderAndSaysWhatToDo() {
    String workspace = newWorkspace();
    ada(workspace);

    Send failed =
        awaitState(
            workspace, send(workspace, Channel.CHANNEL_SMS).getId(), SendState.SEND_STATE_FAILED);

    assertThat(failed.getReason())
        .isEqualTo("no provider is connected for SMS; connect one with ConnectProvider");
  }

  @Test
  void failsWhatCannotBeRenderedAndSaysWhere() {
    String workspace = connected();
    String ada = ada(workspace);

    Send send =
        sends(workspace)
            .send(
                SendRequest.newBuilder()
                    .addRecipients(Recipient.newBuilder().setUserId(ada))
                    .setContent(
                        Content.newBuilder()
                            .setSms(SmsContent.newBuilder().setText("{{ user.nickname }}")))
                    .build())
            .getSends(0);

    assertThat(awaitState(workspace, send.getId(), SendState.SEND_STATE_FAILED).getReason())
        .isEqualTo("sms.text came to nothing for this recipient");
  }

  @Test
  void aSubjectCannotStartAHeaderOfItsOwn() {
    String workspace = connected();
    String eve = "eve-" + workspace;
    users.add(eve, Map.of("email", "eve@example.com", "first_name", "Eve\r\nBcc: all@example.com"));

    Send send =
        sends(workspace)
            .send(
                SendRequest.newBuilder()
                    .addRecipients(Recipient.newBuilder().setUserId(eve))
                    .setContent(
                        Content.newBuilder()
                            .setEmail(
                                EmailContent.newBuilder()
                                    .setSubject("Hi {{ user.first_name }}")
                                    .setText("x")))
                    .build())
            .getSends(0);

    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(
            ((io.tidings.messaging.channel.Email) Box.of(workspace).received().getFirst())
                .subject())
        .isEqualTo("Hi Eve Bcc: all@example.com");
  }

  @Test
  @DisplayName("while users cannot be asked for, sends wait and are not lost")
  void waitsForUserService() {
    String workspace = connected();
    ada(workspace);
    Send first = send(workspace, Channel.CHANNEL_SMS);
    awaitState(workspace, first.getId(), SendState.SEND_STATE_SENT);
    // The call itself asks too: only the worker finds nobody.
    Box.of(workspace)
        .answers(message -> {
          users.setAway(true);
          return new Outcome.Deferred("later", Duration.ofMillis(10));
        });
    Send send = send(workspace, Channel.CHANNEL_SMS);
    await().atMost(SOON).until(() -> Box.of(workspace).received().size() == 2);
    Box.of(workspace).answers(Box::accept);
    await()
        .during(Duration.ofMillis(500))
        .atMost(SOON)
        .until(() -> get(workspace, send.getId()).getState() == SendState.SEND_STATE_SENDING);

    users.setAway(false);

    assertThat(awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT).getAttempts())
        .isEqualTo(2);
  }

  @Test
  void receiptsTellWhatBecameOfAMessage() {
    String workspace = connected();
    ada(workspace);
    Send delivered = send(workspace, Channel.CHANNEL_SMS);
    Send bounced = send(workspace, Channel.CHANNEL_SMS);
    awaitState(workspace, delivered.getId(), SendState.SEND_STATE_SENT);
    awaitState(workspace, bounced.getId(), SendState.SEND_STATE_SENT);

    Box.of(workspace).tell("ref-" + delivered.getId(), Receipt.State.DELIVERED, "", DELIVERED_AT);
    Box.of(workspace)
        .tell("ref-" + bounced.getId(), Receipt.State.BOUNCED, "no such number", DELIVERED_AT);

    awaitState(workspace, delivered.getId(), SendState.SEND_STATE_DELIVERED);
    assertThat(awaitState(workspace, bounced.getId(), SendState.SEND_STATE_BOUNCED).getReason())
        .isEqualTo("no such number");
    assertThat(decisions(workspace, delivered.getId()))
        .extracting(Decision::getGate)
        .endsWith("receipt");
    var totals =
        BatchGetSendTotalsRequest.newBuilder()
            .addProfileIds(UUID.randomUUID().toString())
            .addProfileIds(delivered.getProfileId())
            .build();
    assertThat(sends(workspace).batchGetSendTotals(totals).getTotalsList())
        .containsExactly(
            SendTotals.getDefaultInstance(),
            SendTotals.newBuilder().setDelivered(1).setFailed(1).build());
    assertThat(sends(newWorkspace()).batchGetSendTotals(totals).getTotalsList())
        .containsOnly(SendTotals.getDefaultInstance());
  }

  @Test
  @DisplayName("bad input: a receipt whose reference cannot be kept takes no other down with it")
  void receiptsWithUnkeepableReferencesAreHarmless() {
    String workspace = connected();
    ada(workspace);
    Send good = send(workspace, Channel.CHANNEL_SMS);
    Send odd = send(workspace, Channel.CHANNEL_SMS);
    awaitState(workspace, good.getId(), SendState.SEND_STATE_SENT);
    awaitState(workspace, odd.getId(), SendState.SEND_STATE_SENT);

    Box.of(workspace).tell("ref\0", Receipt.State.DELIVERED, "\0", DELIVERED_AT);
    Box.of(workspace).tell("ref-" + odd.getId() + "\0", Receipt.State.DELIVERED, "", DELIVERED_AT);
    Box.of(workspace).tell("ref-" + good.getId(), Receipt.State.DELIVERED, "", DELIVERED_AT);

    awaitState(workspace, good.getId(), SendState.SEND_STATE_DELIVERED);
    awaitState(workspace, odd.getId(), SendState.SEND_STATE_DELIVERED);
  }

  @Test
  @DisplayName("a receipt that comes before the message's reference is on record is not lost")
  void anEarlyReceiptMeetsItsSend() {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace)
        .answers(message -> {
          Box.of(workspace)
              .tell("ref-" + message.sendId(), Receipt.State.DELIVERED, "", DELIVERED_AT);
          return Box.accept(message);
        });

    Send send = send(workspace, Channel.CHANNEL_SMS);

    awaitState(workspace, send.getId(), SendState.SEND_STATE_DELIVERED);
  }

  @Test
  void aDatabaseDumpShowsNoAddress() throws Exception {
    String workspace = connected();
    ada(workspace);
    Box.of(workspace)
        .answers(message ->
            new Outcome.Rejected(
                "550 5.1.1 <%s>: no such user here"
                    .formatted(message.recipient().toUpperCase(Locale.ROOT))));
    Send send = send(workspace, Channel.CHANNEL_EMAIL);
    awaitState(workspace, send.getId(), SendState.SEND_STATE_FAILED);

    String row =
        bean(Database.class)
            .inTransaction(connection -> {
              try (var statement =
                  connection.prepareStatement(
                      "SELECT row_to_json(send)::text FROM send WHERE send_id = ?")) {
                statement.setObject(1, UUID.fromString(send.getId()));
                try (var rows = statement.executeQuery()) {
                  rows.next();
                  return rows.getString(1);
                }
              }
            });

    assertThat(row)
        .contains(workspace, "550 5.1.1 <(the recipient)>: no such user here")
        .doesNotContainIgnoringCase("example.com", "ada@");
  }
}
