package io.tidings.messaging.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.MessagingTest;
import io.tidings.proto.messaging.v1.Broadcast;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.segment.v1.Audience;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class UnsubscribedTest extends MessagingTest {
  private static final Map<String, String> REACHABLE =
      Map.of("first_name", "Ada", "email", "ada@example.com", "number", "+2348012345678");

  @Test
  @DisplayName("behaviour 18: what a user does not want on a channel is not sent there, and told")
  void discardsWhatTheUserDoesNotWant() {
    String workspace = connected();
    String ada = workspace + "-ada";
    UUID profile = users.add(ada, REACHABLE);
    String categoryId = preferences.optOut(profile, "news", "email");

    List<Send> byIdentifier = send(workspace, ada, "news");
    List<Send> byId = send(workspace, ada, categoryId);

    for (List<Send> made : List.of(byIdentifier, byId)) {
      assertThat(made)
          .extracting(Send::getChannel, Send::getState, Send::getReason, Send::getDetail)
          .containsExactly(
              tuple(Channel.CHANNEL_EMAIL, SendState.SEND_STATE_DISCARDED, "UNSUBSCRIBED", "news"),
              tuple(Channel.CHANNEL_SMS, SendState.SEND_STATE_QUEUED, "", ""));
      awaitState(workspace, made.get(1).getId(), SendState.SEND_STATE_SENT);
    }
    assertThat(byIdentifier.getFirst().getCategory()).isEqualTo("news");
    Decision decided = decisions(workspace, byIdentifier.getFirst().getId()).getLast();
    assertThat(decided.getGate()).isEqualTo("preference");
    assertThat(decided.getPassed()).isFalse();
    assertThat(decided.getDetail())
        .isEqualTo("news is disabled on email since 2026-01-01T00:00:00Z");
    assertThat(decisions(workspace, byIdentifier.get(1).getId()))
        .extracting(Decision::getGate)
        .contains("preference");
    assertThat(Box.of(workspace).received()).hasSize(2);
  }

  @Test
  void anotherCategoryAndNoneAreNotStopped() {
    String workspace = connected();
    String ada = workspace + "-ada";
    preferences.optOut(users.add(ada, REACHABLE), "news", "email");
    int asked = preferences.calls();

    List<Send> none = send(workspace, ada, "");
    assertThat(preferences.calls())
        .as("nobody is asked where there is no category")
        .isEqualTo(asked);
    List<Send> another = send(workspace, ada, "offers");

    assertThat(none).extracting(Send::getState).containsOnly(SendState.SEND_STATE_QUEUED);
    assertThat(another).extracting(Send::getState).containsOnly(SendState.SEND_STATE_QUEUED);
  }

  @Test
  @DisplayName("a broadcast asks once for all whose turn it is")
  void aBroadcastPassesOverThoseWhoDoNotWantIt() {
    String workspace = connected();
    UUID wants = users.add(workspace + "-wants", REACHABLE);
    UUID wantsNot = users.add(workspace + "-wants-not", REACHABLE);
    preferences.optOut(wantsNot, "offers", "email");

    Broadcast broadcast =
        broadcasts(workspace)
            .createBroadcast(
                CreateBroadcastRequest.newBuilder()
                    .setName("offers")
                    .setAudience(
                        Audience.newBuilder()
                            .setSegmentId(segments.add(List.of(wants, wantsNot)).toString()))
                    .setChannel(Channel.CHANNEL_EMAIL)
                    .setContent(hello())
                    .setCategory("offers")
                    .build())
            .getBroadcast();

    assertThat(broadcast.getCategory()).isEqualTo("offers");
    await()
        .atMost(SOON)
        .until(() ->
            broadcasts(workspace)
                    .getBroadcast(
                        GetBroadcastRequest.newBuilder().setBroadcastId(broadcast.getId()).build())
                    .getBroadcast()
                    .getState()
                == BroadcastState.BROADCAST_STATE_COMPLETED);
    assertThat(
            sends(workspace)
                .listSends(
                    ListSendsRequest.newBuilder()
                        .setFilter(SendFilter.newBuilder().setBroadcastId(broadcast.getId()))
                        .build())
                .getSendsList())
        .extracting(Send::getProfileId, Send::getState, Send::getReason)
        .containsExactlyInAnyOrder(
            tuple(wants.toString(), SendState.SEND_STATE_SENT, ""),
            tuple(wantsNot.toString(), SendState.SEND_STATE_DISCARDED, "UNSUBSCRIBED"));
  }

  private List<Send> send(String workspace, String userId, String category) {
    return sends(workspace)
        .send(
            request(userId, category).toBuilder()
                .addChannels(Channel.CHANNEL_EMAIL)
                .addChannels(Channel.CHANNEL_SMS)
                .build())
        .getSendsList();
  }

  private static SendRequest request(String userId, String category) {
    return SendRequest.newBuilder()
        .addRecipients(Recipient.newBuilder().setUserId(userId))
        .setContent(hello())
        .setCategory(category)
        .build();
  }
}
