package io.tidings.messaging.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.standin.Box;
import io.tidings.messaging.standin.BusTest;
import io.tidings.proto.messaging.v1.Broadcast;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.CancelBroadcastRequest;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import io.tidings.proto.messaging.v1.ListBroadcastsRequest;
import io.tidings.proto.messaging.v1.SendCount;
import io.tidings.proto.messaging.v1.SendFilter;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.value.v1.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class BroadcastTest extends BusTest {
  private List<UUID> people(String workspace, int count) {
    List<UUID> profiles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      profiles.add(
          users.add(
              workspace + "-" + i,
              Map.of("first_name", "P" + i, "email", i + "@" + workspace + ".example")));
    }
    return profiles;
  }

  private static CreateBroadcastRequest.Builder mail(UUID segment) {
    return CreateBroadcastRequest.newBuilder()
        .setName("news")
        .setAudience(Audience.newBuilder().setSegmentId(segment.toString()))
        .setChannel(Channel.CHANNEL_EMAIL)
        .setContent(hello())
        .putData("code", Value.newBuilder().setText("X1").build());
  }

  private Broadcast start(String workspace, UUID segment) {
    return broadcasts(workspace).createBroadcast(mail(segment).build()).getBroadcast();
  }

  private Broadcast get(String workspace, Broadcast broadcast) {
    return broadcasts(workspace)
        .getBroadcast(GetBroadcastRequest.newBuilder().setBroadcastId(broadcast.getId()).build())
        .getBroadcast();
  }

  private Broadcast awaitState(String workspace, Broadcast broadcast, BroadcastState state) {
    return await()
        .atMost(SOON.multipliedBy(2))
        .until(() -> get(workspace, broadcast), now -> now.getState() == state);
  }

  private Map<String, Long> counts(String workspace, Broadcast broadcast) {
    return sends(workspace)
        .countSends(
            CountSendsRequest.newBuilder()
                .setFilter(SendFilter.newBuilder().setBroadcastId(broadcast.getId()))
                .build())
        .getCountsList()
        .stream()
        .collect(
            Collectors.toMap(count -> count.getState() + count.getReason(), SendCount::getCount));
  }

  private static Set<String> addresses(String workspace) {
    Set<String> addresses = new HashSet<>();
    for (var message : Box.of(workspace).received()) {
      assertThat(addresses.add(((Email) message).to())).as("nobody twice").isTrue();
    }
    return addresses;
  }

  @Test
  @DisplayName("behaviour 30: a broadcast reaches everyone of its audience once")
  void reachesEveryoneOnce() {
    String workspace = connected();
    List<UUID> people = people(workspace, 1_200);
    people.add(users.add(workspace + "-bare", Map.of()));
    people.add(UUID.randomUUID());

    Broadcast broadcast = start(workspace, segments.add(people));

    Broadcast done = awaitState(workspace, broadcast, BroadcastState.BROADCAST_STATE_COMPLETED);
    assertThat(done.getRecipientCount()).isEqualTo(1_202);
    assertThat(done.hasCompletedAt()).isTrue();
    assertThat(addresses(workspace)).hasSize(1_200);
    assertThat(counts(workspace, broadcast))
        .containsOnly(
            Map.entry("SEND_STATE_SENT", 1_200L),
            Map.entry("SEND_STATE_DISCARDEDMISSING_ATTRIBUTE", 1L),
            Map.entry("SEND_STATE_DISCARDEDUNKNOWN_USER", 1L));
    assertThat(((Email) Box.of(workspace).received().getFirst()).text()).contains(": X1");
  }

  @Test
  @DisplayName("planning that is interrupted goes on where it ended, and reaches nobody twice")
  void goesOnAfterAnInterruption() {
    String workspace = connected();
    UUID segment = segments.add(people(workspace, 200));
    segments.setChunk(50);
    try {
      Broadcast broadcast = start(workspace, segment);
      // The first stream is the check; what breaks is the planner's.
      segments.breakStreams(2);

      awaitState(workspace, broadcast, BroadcastState.BROADCAST_STATE_COMPLETED);

      assertThat(addresses(workspace)).hasSize(200);
      assertThat(get(workspace, broadcast).getRecipientCount()).isEqualTo(200);
    } finally {
      segments.setChunk(1_000);
    }
  }

  @Test
  void anEmptyAudienceIsCompleteAtOnce() {
    String workspace = connected();

    Broadcast broadcast = start(workspace, segments.add(List.of()));

    assertThat(
            awaitState(workspace, broadcast, BroadcastState.BROADCAST_STATE_COMPLETED)
                .getRecipientCount())
        .isZero();
  }

  @Test
  @DisplayName("what no worker has taken when a broadcast is cancelled is not sent")
  void cancels() {
    String workspace = connected();
    CountDownLatch cancelled = new CountDownLatch(1);
    Box.of(workspace)
        .answers(message -> {
          try {
            cancelled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Box.accept(message);
        });
    Broadcast broadcast = start(workspace, segments.add(people(workspace, 300)));
    await().atMost(SOON).until(() -> get(workspace, broadcast).getRecipientCount() == 300);
    await().atMost(SOON).until(() -> !Box.of(workspace).received().isEmpty());

    Broadcast stopped =
        broadcasts(workspace)
            .cancelBroadcast(
                CancelBroadcastRequest.newBuilder().setBroadcastId(broadcast.getId()).build())
            .getBroadcast();
    cancelled.countDown();

    assertThat(stopped.getState()).isEqualTo(BroadcastState.BROADCAST_STATE_CANCELLED);
    await()
        .atMost(SOON)
        .until(
            () -> counts(workspace, broadcast).keySet(),
            states -> states.equals(Set.of("SEND_STATE_SENT", "SEND_STATE_DISCARDEDCANCELLED")));
    Map<String, Long> counts = counts(workspace, broadcast);
    assertThat(counts.get("SEND_STATE_SENT"))
        .isEqualTo(Box.of(workspace).received().size())
        .isLessThan(100);
  }

  @ParameterizedTest(name = "told: {0}")
  @ValueSource(booleans = {true, false})
  @DisplayName("two of the audience who are merged before their turn are reached once")
  void reachesWhoAreMergedOnce(boolean told) throws Exception {
    String workspace = connected();
    List<UUID> people = people(workspace, 2);
    Box.of(workspace).answers(_ -> new Outcome.Deferred("later", Duration.ofSeconds(1)));
    Broadcast broadcast = start(workspace, segments.add(people));
    await().atMost(SOON).until(() -> Box.of(workspace).received().size() >= 2);

    users.merge(people.getFirst(), people.getLast());
    Queue<String> reached = new ConcurrentLinkedQueue<>();
    Box.of(workspace)
        .answers(message -> {
          reached.add(((Email) message).to());
          return Box.accept(message);
        });
    if (told) {
      tellMerge(workspace, people.getFirst(), people.getLast());
    }

    awaitState(workspace, broadcast, BroadcastState.BROADCAST_STATE_COMPLETED);
    assertThat(reached).containsExactly("1@" + workspace + ".example");
    assertThat(counts(workspace, broadcast))
        .containsOnly(
            Map.entry("SEND_STATE_SENT", 1L), Map.entry("SEND_STATE_DISCARDEDMERGED", 1L));
  }

  @Test
  @DisplayName("who was merged before the broadcast, and is still in the audience twice, too")
  void reachesOnceWhoIsInTheAudienceByBothProfiles() {
    String workspace = connected();
    List<UUID> people = people(workspace, 2);
    users.merge(people.getFirst(), people.getLast());
    segments.setChunk(1);
    try {
      Broadcast broadcast = start(workspace, segments.add(people));

      awaitState(workspace, broadcast, BroadcastState.BROADCAST_STATE_COMPLETED);

      assertThat(addresses(workspace)).hasSize(1);
      assertThat(counts(workspace, broadcast)).containsEntry("SEND_STATE_SENT", 1L);
    } finally {
      segments.setChunk(1_000);
    }
  }

  @Test
  void isStartedOnceForOneRequest() {
    String workspace = connected();
    CreateBroadcastRequest request =
        mail(segments.add(people(workspace, 3))).setRequestId("monday").build();

    Broadcast first = broadcasts(workspace).createBroadcast(request).getBroadcast();
    Broadcast second = broadcasts(workspace).createBroadcast(request).getBroadcast();

    assertThat(second.getId()).isEqualTo(first.getId());
    assertThat(
            broadcasts(workspace)
                .listBroadcasts(ListBroadcastsRequest.getDefaultInstance())
                .getBroadcastsList())
        .hasSize(1);
    awaitState(workspace, first, BroadcastState.BROADCAST_STATE_COMPLETED);
    assertThat(addresses(workspace)).hasSize(3);
  }

  @Test
  void refusesAnAudienceThatThereIsNot() {
    String workspace = connected();

    assertThatThrownBy(() -> start(workspace, UUID.randomUUID()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    assertThat(
            broadcasts(workspace)
                .listBroadcasts(ListBroadcastsRequest.getDefaultInstance())
                .getBroadcastsList())
        .isEmpty();
  }

  @Test
  void isFoundInItsWorkspaceOnly() {
    String workspace = connected();
    Broadcast broadcast = start(workspace, segments.add(List.of()));

    assertThatThrownBy(() -> get(newWorkspace(), broadcast))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }
}
