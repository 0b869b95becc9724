package io.tidings.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Platform;
import io.tidings.messaging.channel.Push;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.messaging.standin.StandInUsers;
import io.tidings.proto.messaging.v1.AddSuppressionRequest;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.ListSendsResponse;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.RemoveSuppressionRequest;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendCount;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendResponse;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.value.v1.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class SendingTest extends MessagingTest {
  private static final Map<String, String> ADA =
      Map.of("first_name", "Ada", "email", "ada@example.com", "number", "+2348012345678");

  private static String user() {
    return "u-" + UUID.randomUUID();
  }

  private static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  @Test
  @DisplayName(
      "behaviours 6, 7 and 8: e-mail goes to `email`, SMS to `number`, push to the devices")
  void goesToTheAttributeOfItsChannel() {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA, StandInUsers.device("token-1", "ios"));

    SendResponse sent =
        sends(workspace)
            .send(
                SendRequest.newBuilder()
                    .addRecipients(Recipient.newBuilder().setUserId(ada))
                    .setContent(hello())
                    .putData("code", text("4711"))
                    .build());

    assertThat(sent.getSendsList())
        .extracting(Send::getChannel)
        .containsExactly(Channel.CHANNEL_EMAIL, Channel.CHANNEL_SMS, Channel.CHANNEL_PUSH);
    assertThat(sent.getSendsList())
        .allSatisfy(send -> {
          assertThat(send.getState()).isEqualTo(SendState.SEND_STATE_QUEUED);
          assertThat(send.getUserId()).isEqualTo(ada);
        });
    for (Send send : sent.getSendsList()) {
      Send after = awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
      assertThat(after.getAttempts()).isEqualTo(1);
      assertThat(after.getProviderReference()).isEqualTo("ref-" + send.getId());
    }
    List<Message> received = Box.of(workspace).received();
    UUID email = UUID.fromString(sent.getSends(0).getId());
    UUID sms = UUID.fromString(sent.getSends(1).getId());
    UUID push = UUID.fromString(sent.getSends(2).getId());
    assertThat(received)
        .containsExactlyInAnyOrder(
            new Email(
                email, null, null, "ada@example.com", "Hello Ada", "<p>Ada: 4711</p>", "Ada: 4711"),
            new Sms(sms, "+2348012345678", "Ada: 4711"),
            new Push(push, "token-1", Platform.IOS, "Hello", "Ada", Map.of("link", "app://4711")));
  }

  @Test
  @DisplayName("behaviour 19: a send to a user who is not known is discarded, on record, and told")
  void discardsASendToAnUnknownUser() {
    String workspace = connected();
    String nobody = user();

    Send send = sends(workspace).send(to(Channel.CHANNEL_SMS, nobody).build()).getSends(0);

    assertThat(send.getState()).isEqualTo(SendState.SEND_STATE_DISCARDED);
    assertThat(send.getReason()).isEqualTo("UNKNOWN_USER");
    assertThat(send.getUserId()).isEqualTo(nobody);
    assertThat(send.getProfileId()).isEmpty();
    assertThat(get(workspace, send.getId())).isEqualTo(send);
    assertThat(decisions(workspace, send.getId()))
        .extracting(Decision::getGate, Decision::getPassed)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("known_user", false));
    assertThat(Box.of(workspace).received()).isEmpty();
  }

  @Test
  @DisplayName("behaviours 15, 16 and 19: without what the channel requires the send is discarded")
  void discardsASendToAUserWithoutTheRequiredAttribute() {
    String workspace = connected();
    String bare = user();
    users.add(bare, Map.of("first_name", "Bob"));

    SendResponse sent =
        sends(workspace)
            .send(
                SendRequest.newBuilder()
                    .addRecipients(Recipient.newBuilder().setUserId(bare))
                    .setContent(hello())
                    .build());

    assertThat(sent.getSendsList())
        .allSatisfy(send -> {
          assertThat(send.getState()).isEqualTo(SendState.SEND_STATE_DISCARDED);
          assertThat(send.getReason()).isEqualTo("MISSING_ATTRIBUTE");
          assertThat(send.getProfileId()).isNotEmpty();
        });
    assertThat(sent.getSendsList())
        .extracting(Send::getDetail)
        .containsExactly("email", "number", "device_token");
  }

  @Test
  void someOfManyAreDiscardedAndTheOthersGo() {
    String workspace = connected();
    String ada = user();
    String nobody = user();
    users.add(ada, ADA);

    List<Send> made =
        sends(workspace).send(to(Channel.CHANNEL_EMAIL, ada, nobody).build()).getSendsList();

    assertThat(made)
        .extracting(Send::getState)
        .containsExactly(SendState.SEND_STATE_QUEUED, SendState.SEND_STATE_DISCARDED);
    awaitState(workspace, made.getFirst().getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received()).hasSize(1);
  }

  @Test
  void asksAgainForRecipientsWhomAnAnswerHadNoRoomFor() {
    String workspace = connected();
    List<String> known = List.of(user(), user(), user());
    known.forEach(userId -> users.add(userId, ADA));
    users.setRoom(1);
    try {
      assertThat(
              sends(workspace)
                  .send(
                      to(Channel.CHANNEL_EMAIL, known.get(0), user(), known.get(1), known.get(2))
                          .build())
                  .getSendsList())
          .extracting(Send::getState)
          .containsExactly(
              SendState.SEND_STATE_QUEUED,
              SendState.SEND_STATE_DISCARDED,
              SendState.SEND_STATE_QUEUED,
              SendState.SEND_STATE_QUEUED);
    } finally {
      users.setRoom(Integer.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("a recipient who is brought along is first made known, then sent to")
  void introducesRecipientsWhoAreBroughtAlong() {
    String workspace = connected();
    String eve = user();

    Send send =
        sends(workspace)
            .send(
                SendRequest.newBuilder()
                    .addChannels(Channel.CHANNEL_EMAIL)
                    .addRecipients(
                        Recipient.newBuilder()
                            .setUserId(eve)
                            .putAttributes("email", text("eve@example.com"))
                            .putAttributes("first_name", text("Eve")))
                    .setContent(hello())
                    .build())
            .getSends(0);

    awaitState(workspace, send.getId(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received())
        .singleElement()
        .isInstanceOfSatisfying(
            Email.class, mail -> assertThat(mail.to()).isEqualTo("eve@example.com"));
  }

  @Test
  void refusesABroughtAttributeByItsRecipientAndSendsNothing() {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA);

    assertThatThrownBy(() ->
            sends(workspace)
                .send(
                    to(Channel.CHANNEL_EMAIL, ada)
                        .addRecipients(
                            Recipient.newBuilder()
                                .setUserId(user())
                                .putAttributes("email", text("nonsense")))
                        .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .contains("recipients[1].attributes.email", "'nonsense'");
            });
    assertThat(count(workspace)).isEmpty();
  }

  @Test
  void answersARepetitionTheSameAndSendsNothing() {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA);
    SendRequest request = to(Channel.CHANNEL_EMAIL, ada, user()).setIdempotencyKey("once").build();

    SendResponse first = sends(workspace).send(request);
    awaitState(workspace, first.getSends(0).getId(), SendState.SEND_STATE_SENT);
    SendResponse second = sends(workspace).send(request);

    assertThat(second).isEqualTo(first);
    assertThat(Box.of(workspace).received()).hasSize(1);
  }

  @Test
  void answersRepetitionsAtTheSameTimeTheSame() throws Exception {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA);
    SendRequest request =
        to(Channel.CHANNEL_SMS, ada)
            .setIdempotencyKey("at once")
            .putData("code", Value.newBuilder().setText("4711").build())
            .build();

    Set<String> ids = new HashSet<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, 12)
              .mapToObj(_ -> executor.submit(() -> sends(workspace).send(request)))
              .toList();
      for (var call : calls) {
        ids.add(call.get().getSends(0).getId());
      }
    }

    assertThat(ids).hasSize(1);
    awaitState(workspace, ids.iterator().next(), SendState.SEND_STATE_SENT);
    assertThat(Box.of(workspace).received())
        .singleElement()
        .isInstanceOfSatisfying(Sms.class, sms -> assertThat(sms.text()).endsWith(": 4711"));
    assertThat(dataOf(workspace)).hasSize(1);
  }

  @Test
  void discardsWhatIsSuppressedUntilItIsNot() {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA);
    suppressions(workspace)
        .addSuppression(
            AddSuppressionRequest.newBuilder()
                .setChannel(Channel.CHANNEL_EMAIL)
                .setAddress("ADA@example.com")
                .setReason("manual")
                .build());

    Send stopped = sends(workspace).send(to(Channel.CHANNEL_EMAIL, ada).build()).getSends(0);
    assertThat(stopped.getState()).isEqualTo(SendState.SEND_STATE_DISCARDED);
    assertThat(stopped.getReason()).isEqualTo("SUPPRESSED");

    assertThat(
            suppressions(workspace)
                .removeSuppression(
                    RemoveSuppressionRequest.newBuilder()
                        .setChannel(Channel.CHANNEL_EMAIL)
                        .setAddress("ada@example.com")
                        .build())
                .getRemoved())
        .isTrue();
    Send sent = sends(workspace).send(to(Channel.CHANNEL_EMAIL, ada).build()).getSends(0);
    awaitState(workspace, sent.getId(), SendState.SEND_STATE_SENT);
  }

  @Test
  void tellsWhichOfManyAddressesAreSuppressed() {
    String workspace = newWorkspace();
    suppressions(workspace)
        .addSuppression(
            AddSuppressionRequest.newBuilder()
                .setChannel(Channel.CHANNEL_EMAIL)
                .setAddress("ada@example.com")
                .setReason("manual")
                .build());
    var request =
        BatchGetSuppressionsRequest.newBuilder()
            .setChannel(Channel.CHANNEL_EMAIL)
            .addAddresses("bob@example.com")
            .addAddresses("Ada@Example.com")
            .addAddresses("no address")
            .build();

    assertThat(suppressions(workspace).batchGetSuppressions(request).getSuppressedList())
        .containsExactly(false, true, false);
    assertThat(suppressions(newWorkspace()).batchGetSuppressions(request).getSuppressedList())
        .containsOnly(false);
  }

  @Test
  @DisplayName("bad input: phone 08012 as an address to suppress")
  void refusesToSuppressWhatIsNoAddress() {
    assertThatThrownBy(() ->
            suppressions(newWorkspace())
                .addSuppression(
                    AddSuppressionRequest.newBuilder()
                        .setChannel(Channel.CHANNEL_SMS)
                        .setAddress("08012")
                        .setReason("manual")
                        .build()))
        .hasMessageContaining("'08012' is not a phone number in international format");
    assertThatThrownBy(() ->
            suppressions(newWorkspace())
                .addSuppression(
                    AddSuppressionRequest.newBuilder()
                        .setChannel(Channel.CHANNEL_PUSH)
                        .setAddress("x")
                        .setReason("manual")
                        .build()))
        .hasMessageContaining("push has no addresses");
  }

  @Test
  @DisplayName("bad input: a template that does not parse is refused with part, line and reason")
  void refusesContentThatDoesNotParse() {
    assertThatThrownBy(() ->
            sends(newWorkspace())
                .send(
                    SendRequest.newBuilder()
                        .addRecipients(Recipient.newBuilder().setUserId("u"))
                        .setContent(
                            Content.newBuilder()
                                .setSms(SmsContent.newBuilder().setText("one\n{% if x %}")))
                        .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).contains("content.sms.text", "line 2");
            });
  }

  @Test
  void refusesAChannelThatTheContentSaysNothingFor() {
    assertThatThrownBy(() ->
            sends(newWorkspace())
                .send(
                    SendRequest.newBuilder()
                        .addRecipients(Recipient.newBuilder().setUserId("u"))
                        .addChannels(Channel.CHANNEL_PUSH)
                        .setContent(
                            Content.newBuilder().setSms(SmsContent.newBuilder().setText("hi")))
                        .build()))
        .hasMessageContaining("says nothing for push; it has [sms]");
  }

  @Test
  void anUnknownTemplateIsNotFound() {
    assertThatThrownBy(() ->
            sends(newWorkspace())
                .send(
                    SendRequest.newBuilder()
                        .addRecipients(Recipient.newBuilder().setUserId("u"))
                        .setTemplate("welcome")
                        .build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void listsTheNewestFirstPageByPageAndCounts() {
    String workspace = connected();
    String nobody = user();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(
          sends(workspace).send(to(Channel.CHANNEL_SMS, nobody).build()).getSends(0).getId());
    }

    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      ListSendsResponse page =
          sends(workspace)
              .listSends(
                  ListSendsRequest.newBuilder()
                      .setFilter(SendFilter.newBuilder().setUserId(nobody))
                      .setPageSize(2)
                      .setPageToken(token)
                      .build());
      page.getSendsList().forEach(send -> listed.add(send.getId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(listed).isEqualTo(made);
    assertThat(count(workspace))
        .containsExactly(
            SendCount.newBuilder()
                .setChannel(Channel.CHANNEL_SMS)
                .setState(SendState.SEND_STATE_DISCARDED)
                .setReason("UNKNOWN_USER")
                .setCount(5)
                .build());
  }

  @Test
  void anotherWorkspaceFindsNothing() {
    String workspace = connected();
    Send send = sends(workspace).send(to(Channel.CHANNEL_SMS, user()).build()).getSends(0);
    String other = newWorkspace();

    assertThatThrownBy(() -> get(other, send.getId()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    assertThat(count(other)).isEmpty();
  }

  @Test
  void refusesAPageTokenThatNoPageGave() {
    assertThatThrownBy(() ->
            sends(newWorkspace())
                .listSends(ListSendsRequest.newBuilder().setPageToken("%%").build()))
        .hasMessageContaining("page_token");
  }

  @Test
  void whatAWorkerFindsChangedSinceTheCallDiscardsTheSend() {
    String workspace = connected();
    String ada = user();
    users.add(ada, ADA);
    Box.of(workspace)
        .answers(_ ->
            new io.tidings.messaging.channel.Outcome.Deferred(
                "later", java.time.Duration.ofMillis(600)));
    Send send = sends(workspace).send(to(Channel.CHANNEL_EMAIL, ada).build()).getSends(0);
    await().atMost(SOON).until(() -> !Box.of(workspace).received().isEmpty());

    suppressions(workspace)
        .addSuppression(
            AddSuppressionRequest.newBuilder()
                .setChannel(Channel.CHANNEL_EMAIL)
                .setAddress("ada@example.com")
                .setReason("complaint")
                .build());

    Send after = awaitState(workspace, send.getId(), SendState.SEND_STATE_DISCARDED);
    assertThat(after.getReason()).isEqualTo("SUPPRESSED");
  }

  private List<SendCount> count(String workspace) {
    return sends(workspace).countSends(CountSendsRequest.getDefaultInstance()).getCountsList();
  }
}
