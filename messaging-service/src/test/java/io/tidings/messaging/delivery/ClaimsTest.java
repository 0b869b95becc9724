package io.tidings.messaging.delivery;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.database.Ids;
import io.tidings.messaging.send.Attempt;
import io.tidings.messaging.send.Lane;
import io.tidings.messaging.send.Origin;
import io.tidings.messaging.send.Send;
import io.tidings.messaging.send.SendClass;
import io.tidings.messaging.send.SendOrder;
import io.tidings.messaging.send.SendQueue;
import io.tidings.messaging.send.State;
import io.tidings.messaging.standin.MessagingTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Claims as replicas make them, of sends that are due tomorrow: the service itself takes none. */
@MicronautTest(transactional = false)
class ClaimsTest extends MessagingTest {
  private static final Instant TOMORROW =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
  private static final Instant LATER = TOMORROW.plusSeconds(60);
  private static final Instant UNTIL = LATER.plusSeconds(60);
  private static final int ALL = 1_000;

  private Lane lane = newLane();

  private Lane newLane() {
    return new Lane(newWorkspace(), Channel.SMS, false);
  }

  @BeforeEach
  void useALaneOfItsOwn() {
    lane = newLane();
  }

  private ClaimRepository claims() {
    return bean(ClaimRepository.class);
  }

  private List<UUID> queue(int sends) {
    List<Send> made =
        IntStream.range(0, sends).mapToObj(_ -> Send.queued(order(), List.of())).toList();
    bean(SendQueue.class).add(made);
    return made.stream().map(send -> send.order().id()).toList();
  }

  private SendOrder order() {
    return new SendOrder(
        Ids.next(),
        lane.workspaceId(),
        UUID.randomUUID(),
        null,
        lane.channel(),
        SendClass.MARKETING,
        UUID.randomUUID(),
        null,
        null,
        new Origin.Call(),
        TOMORROW);
  }

  private List<Claim> take(Instant now, int limit) {
    return take(now, limit, List.of());
  }

  private List<Claim> take(Instant now, int limit, List<Claim> held) {
    return claims()
        .take(
            lane,
            UUID.randomUUID(),
            now.plusSeconds(60),
            now,
            limit,
            held.stream().collect(toMap(taken -> taken.send().order().id(), ClaimsTest::claim)));
  }

  private static UUID claim(Claim taken) {
    return Objects.requireNonNull(taken.send().claimId());
  }

  private static List<UUID> ids(List<Claim> claims) {
    return claims.stream().map(claim -> claim.send().order().id()).toList();
  }

  private static List<Recording> sent(List<Claim> claims) {
    var attempt = new Attempt("standin", false, new Outcome.Accepted("reference"));
    return recordings(claims, send -> send.after(attempt, LATER));
  }

  private static List<Recording> givenBack(List<Claim> claims) {
    return recordings(claims, send -> send.givenBack(LATER, LATER));
  }

  private static List<Recording> recordings(List<Claim> claims, UnaryOperator<Send> outcome) {
    return claims.stream()
        .map(taken -> new Recording(outcome.apply(taken.send()), claim(taken), () -> {}))
        .toList();
  }

  @Test
  @DisplayName("replicas that claim at the same time never get the same send, and leave none")
  void givesNoSendToTwo() throws Exception {
    List<UUID> all = queue(400);
    Callable<List<UUID>> replica =
        () -> {
          List<UUID> taken = new ArrayList<>();
          while (true) {
            List<UUID> more = ids(take(LATER, 7));
            if (more.isEmpty()) {
              return taken;
            }
            taken.addAll(more);
          }
        };

    List<UUID> taken = new ArrayList<>();
    try (var replicas = Executors.newFixedThreadPool(4)) {
      for (Future<List<UUID>> each :
          replicas.invokeAll(List.of(replica, replica, replica, replica))) {
        taken.addAll(each.get());
      }
    }

    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  @DisplayName("what a dead worker held is taken over whole, however little is asked for")
  void takesOverAllOfAClaim() {
    List<UUID> all = queue(40);
    List<Claim> held = take(LATER, 30);
    Instant afterwards = LATER.plus(Duration.ofMinutes(2));

    List<Claim> over = take(afterwards, 5);

    assertThat(ids(over)).containsExactlyInAnyOrderElementsOf(ids(held));
    assertThat(over).extracting(Claim::abandoned).containsOnly(claim(held.getFirst()));
    List<Claim> free = take(afterwards, ALL);
    assertThat(free).extracting(Claim::abandoned).containsOnlyNulls();
    assertThat(Stream.concat(ids(over).stream(), ids(free).stream()))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  @DisplayName("who could not renew a lease in time does not take its own sends for abandoned")
  void takesNothingOverFromItself() {
    queue(3);
    List<Claim> held = take(LATER, ALL);
    Instant afterwards = LATER.plus(Duration.ofMinutes(2));

    assertThat(take(afterwards, ALL, held)).isEmpty();
    UUID own = claim(held.getFirst());
    assertThat(claims().renew(List.of(own), afterwards.plusSeconds(60))).containsExactly(own);
    assertThat(take(afterwards, ALL)).isEmpty();
    assertThat(claims().record(sent(held))).hasSize(3);
  }

  @Test
  @DisplayName("what was taken over is recorded by who has it now, once")
  void recordsForTheLatestClaimOnly() {
    queue(3);
    List<Claim> lost = take(LATER, ALL);
    List<Claim> had = take(UNTIL.plusSeconds(60), ALL);

    assertThat(claims().record(sent(lost))).isEmpty();
    UUID latest = claim(had.getFirst());
    assertThat(claims().renew(List.of(claim(lost.getFirst()), latest), UNTIL))
        .containsExactly(latest);
    List<Recording> outcomes = sent(had);
    assertThat(claims().record(outcomes)).containsExactlyInAnyOrderElementsOf(outcomes);
    assertThat(claims().record(outcomes)).isEmpty();
    assertThat(take(UNTIL.plus(Duration.ofDays(1)), ALL)).isEmpty();
  }

  @Test
  @DisplayName("an answer that comes late resolves a doubt")
  void recordsALateAnswerOfASendInDoubt() {
    queue(1);
    List<Claim> slow = take(LATER, ALL);
    Claim over = take(UNTIL.plusSeconds(60), ALL).getFirst();
    Send doubted = over.send().abandoned(claim(slow.getFirst()), false, UNTIL);
    assertThat(doubted.state()).isEqualTo(State.IN_DOUBT);
    claims().record(List.of(new Recording(doubted, claim(over), () -> {})));

    assertThat(claims().record(sent(slow))).hasSize(1);
  }

  @Test
  @DisplayName("what is recorded again, its answer lost with the database, touches no newer claim")
  void recordsNothingUnderAClaimThatNamesItNoMore() {
    queue(4);
    List<Claim> three = take(LATER, 3);
    Recording answerLost = givenBack(three).getFirst();
    claims().record(List.of(answerLost));
    List<Recording> outcomes = new ArrayList<>(sent(take(LATER, ALL)));
    Recording again =
        outcomes.stream()
            .filter(outcome -> outcome.sendId().equals(answerLost.sendId()))
            .findFirst()
            .orElseThrow();
    outcomes.remove(again);
    Recording other = outcomes.getFirst();

    assertThat(claims().record(List.of(answerLost, other))).containsExactly(other);
    assertThat(take(LATER, ALL)).as("free while it is under way").isEmpty();
    assertThat(claims().record(List.of(again))).containsExactly(again);
  }

  @Test
  @DisplayName("who has not heard yet that an outcome is on file is not given the send again")
  void givesNobodyWhatTheyHold() {
    queue(2);
    List<Claim> held = take(LATER, ALL);
    claims().record(givenBack(held));

    assertThat(take(LATER, ALL, held)).isEmpty();
    assertThat(ids(take(LATER, ALL))).containsExactlyInAnyOrderElementsOf(ids(held));
  }

  @Test
  @DisplayName("what is to be tried again can be claimed while the rest of its claim is under way")
  void letsGoWhatIsToBeTriedAgain() {
    queue(5);
    List<Claim> all = take(LATER, ALL);
    Send again = all.getFirst().send();
    assertThat(take(LATER, ALL)).isEmpty();
    assertThat(claims().waiting(LATER)).doesNotContainKey(lane);

    claims().record(givenBack(all.subList(0, 1)));

    assertThat(claims().waiting(LATER)).containsEntry(lane, LATER);
    assertThat(ids(take(LATER, ALL))).containsExactly(again.order().id());
    assertThat(claims().waiting(LATER)).doesNotContainKey(lane);
    assertThat(claims().waiting(UNTIL))
        .as("leases that have run out")
        .containsEntry(lane, TOMORROW);
  }
}
