package io.tidings.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.tidings.endtoend.Credentials;
import io.tidings.endtoend.Platform;
import io.tidings.endtoend.RestClient;
import io.tidings.endtoend.Sandbox;
import io.tidings.endtoend.SharedSystem;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.segment.v1.Segment;
import io.tidings.proto.segment.v1.SegmentState;
import io.tidings.proto.user.v1.Profile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Everything that runs is killed once, or {@code tidings.faults.kills} times more at random, while
 * customers come in, texts go out to those who buy, and a broadcast runs at each fault, and one to
 * {@code tidings.faults.crowd} users all the time. Afterwards every call, profile, membership and
 * message is counted.
 */
@Isolated
class FaultsIT {
  private static final List<String> SERVICES =
      List.of(
          "user-service",
          "event-service",
          "segment-service",
          "messaging-service",
          "integration-service",
          "edge-gateway");
  private static final int RANDOM_KILLS = Integer.getInteger("tidings.faults.kills", 0);
  private static final int READERS = 500;
  private static final int CROWD = Integer.getInteger("tidings.faults.crowd", 0);
  private static final int MOST_AT_ONCE = 500;
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofMinutes(5);

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Group readers = new Group("reader-" + run, READERS);
  private final Group crowd = new Group("crowd-" + run, CROWD);
  private final Map<String, Broadcast> broadcasts = new LinkedHashMap<>();

  /**
   * Users who have their name in common, and a plan of that name.
   *
   * @param size 0: there are none
   */
  private record Group(String name, int size) {
    String user(int number) {
      return name + "-" + number;
    }

    String address(int number) {
      return user(number) + "@customer.example";
    }

    List<String> users() {
      return IntStream.range(0, size).mapToObj(this::user).toList();
    }
  }

  private record Broadcast(String id, Group group) {}

  private interface Fault {
    void happen() throws Exception;
  }

  @Test
  void nothingIsLostNorDoneTwiceWhateverIsKilled() throws Exception {
    Victims victims = new Victims(SYSTEM.folder());
    Sandbox sandbox = new Sandbox(credentials().sandbox());
    try (Platform platform = new Platform(credentials());
        Intake intake = new Intake(credentials(), run);
        Arrivals arrivals = new Arrivals(sandbox)) {
      add(platform, readers);
      add(platform, crowd);
      String segment = platform.createSegment("Buyers " + run, Intake.BOUGHT).getId();
      awaitLive(platform, segment);
      String automation = platform.textWhoEnters(segment, "thanks-" + run);
      intake.start();

      for (String service : SERVICES) {
        duringABroadcast(platform, service, () -> victims.kill(service));
        awaitIntake(intake, START);
      }
      for (int i = 0; i < RANDOM_KILLS; i++) {
        String service = SERVICES.get(ThreadLocalRandom.current().nextInt(SERVICES.size()));
        duringABroadcast(platform, service + " again " + i, () -> victims.kill(service));
        awaitIntake(intake, START);
      }
      for (String server : List.of("rabbitmq", "postgres", "redis")) {
        duringABroadcast(platform, server, () -> victims.killServer(server));
        awaitIntake(intake, RECOVERY);
      }
      duringABroadcast(platform, "disk alarm", () -> withDiskAlarm(victims));
      awaitIntake(intake, RECOVERY);
      withoutConnections(victims);
      awaitIntake(intake, RECOVERY);
      for (String mode : List.of("hang", "refuse", "drop_in_data", "random_4xx_5xx")) {
        sandbox.setFault("smtp", mode, mode.equals("refuse") ? 1 : 0.05);
        duringABroadcast(platform, "SMTP " + mode, () -> {});
        sandbox.clearFaults();
      }
      intake.end();
      await("every batch is answered").atMost(SETTLED).until(intake::isAllAnswered);
      await("every service is ready").atMost(START).until(() -> isReady());

      checkHistory(platform, intake);
      checkProfiles(platform, intake);
      checkMembers(platform, intake, segment);
      checkTexts(platform, intake, arrivals, automation);
      checkMails(platform, arrivals);
      assertThat(victims.deadLetters(List.of("event", "segment", "messaging", "integration")))
          .isEmpty();
      assertThat(intake.answers().keySet())
          .as("answers; the last complaint: " + intake.lastComplaint())
          .isSubsetOf("200", "503 Retry-After", "no answer");
    }
  }

  private static Credentials credentials() {
    return SYSTEM.credentials();
  }

  private static void add(Platform platform, Group group) throws Exception {
    RestClient rest = new RestClient(credentials());
    ObjectMapper json = new ObjectMapper();
    for (int first = 0; first < group.size(); first += MOST_AT_ONCE) {
      ObjectNode body = json.createObjectNode();
      ArrayNode calls = body.putArray("batch");
      for (int i = first; i < Math.min(group.size(), first + MOST_AT_ONCE); i++) {
        ObjectNode call = calls.addObject();
        call.put("type", "identify").put("userId", group.user(i));
        call.putObject("traits").put("email", group.address(i)).put("plan", group.name());
      }
      var answer = rest.post("/v1/batch", credentials().get("TIDINGS_WRITE_KEY"), body.toString());
      assertThat(answer.status()).isEqualTo(200);
    }
    await("all of them are in the audience")
        .atMost(START)
        .until(() -> platform.members(Platform.withPlan(group.name())).size() == group.size());
  }

  /** The fault happens at some moment of a broadcast. */
  private void duringABroadcast(Platform platform, String name, Fault fault) throws Exception {
    if (crowd.size() > 0 && isCrowdIdle(platform)) {
      broadcast(platform, run + " to the crowd before " + name, crowd);
    }
    broadcast(platform, run + " " + name, readers);
    Duration moment = Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000));
    await().pollDelay(moment).until(() -> true);
    fault.happen();
  }

  /** Asked until there is an answer: who was killed last may still be starting. */
  private boolean isCrowdIdle(Platform platform) {
    return await("whether the crowd has its mails")
        .atMost(START)
        .ignoreException(StatusRuntimeException.class)
        .until(
            () ->
                broadcasts.values().stream()
                    .filter(broadcast -> broadcast.group().equals(crowd))
                    .allMatch(broadcast -> platform.isCompleted(broadcast.id())),
            _ -> true);
  }

  private void broadcast(Platform platform, String name, Group group) {
    await(name)
        .atMost(START)
        .ignoreExceptions()
        .until(() -> {
          String id = platform.mailEverybodyWithPlan(group.name(), name);
          broadcasts.put(name, new Broadcast(id, group));
          return true;
        });
  }

  private static void withDiskAlarm(Victims victims) throws Exception {
    victims.setDiskAlarm(true);
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    victims.setDiskAlarm(false);
  }

  private static void withoutConnections(Victims victims) throws SQLException {
    List<Connection> taken = victims.exhaustPostgres();
    assertThat(taken).isNotEmpty();
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    for (Connection connection : taken) {
      connection.close();
    }
  }

  private static void awaitIntake(Intake intake, Duration patience) {
    Instant now = Instant.now();
    await("intake goes on").atMost(patience).until(() -> intake.tookSomethingSince(now));
    await("every service is ready").atMost(START).until(() -> isReady());
  }

  private static boolean isReady() throws Exception {
    return SYSTEM.launcher().run("status").exitCode() == 0;
  }

  private static void awaitLive(Platform platform, String segment) {
    await("the segment is computed")
        .atMost(START)
        .until(() -> platform.segment(segment).getState() == SegmentState.SEGMENT_STATE_LIVE);
  }

  /** Everything that was answered 200, each exactly once, and nothing else. */
  private static void checkHistory(Platform platform, Intake intake) {
    List<String> recorded =
        platform.events(Intake.SEEN, Intake.BOUGHT).stream().map(Event::getMessageId).toList();

    assertThat(repeated(recorded)).as("events recorded twice").isEmpty();
    assertSame("events", recorded, intake.messageIds());
  }

  private static void checkProfiles(Platform platform, Intake intake) {
    Map<String, Long> visits =
        platform.profiles(intake.lastVisits().keySet()).stream()
            .collect(
                Collectors.toMap(
                    Profile::getUserId,
                    profile -> (long) profile.getAttributesOrThrow("visited").getNumber()));

    assertThat(visits).isEqualTo(intake.lastVisits());
  }

  /** The live segment says what a fresh computation says, and that is who bought. */
  private static void checkMembers(Platform platform, Intake intake, String live) {
    Set<String> buyers =
        platform.profiles(intake.buyers()).stream().map(Profile::getId).collect(Collectors.toSet());
    assertThat(buyers).hasSameSizeAs(intake.buyers());
    await("everybody who bought is in the segment")
        .atMost(SETTLED)
        .until(() -> platform.segment(live).getMemberCount() == buyers.size());
    Segment fresh = platform.createSegment("Buyers, computed afresh", Intake.BOUGHT);
    awaitLive(platform, fresh.getId());

    assertSame("members", platform.members(live), buyers);
    assertSame("members computed afresh", platform.members(fresh.getId()), buyers);
  }

  /** Whoever entered the segment was texted once. */
  private static void checkTexts(
      Platform platform, Intake intake, Arrivals arrivals, String automation) {
    Map<String, String> users =
        platform.profiles(intake.buyers()).stream()
            .collect(Collectors.toMap(Profile::getId, Profile::getUserId));
    await("everybody who entered has a text that came to its end")
        .atMost(SETTLED)
        .until(() ->
            platform.sendsOfAutomation(automation).stream().filter(FaultsIT::hasEnded).count()
                >= users.size());
    List<Send> sends = platform.sendsOfAutomation(automation);
    assertSame("texts", sends.stream().map(Send::getProfileId).toList(), users.keySet());
    Function<Send, String> phoneOf =
        send -> intake.phoneOf(Objects.requireNonNull(users.get(send.getProfileId())));
    checkArrivals("texts", sends, phoneOf, arrivals.texts());
  }

  /** Everybody got each broadcast once, or it is on record why not. */
  private void checkMails(Platform platform, Arrivals arrivals) {
    Map<String, String> addresses =
        Stream.of(readers, crowd)
            .flatMap(group -> platform.profiles(group.users()).stream())
            .collect(
                Collectors.toMap(
                    Profile::getId, profile -> profile.getAttributesOrThrow("email").getText()));
    broadcasts.forEach((name, broadcast) -> {
      await(name + " comes to its end")
          .atMost(SETTLED)
          .until(() -> platform.isCompleted(broadcast.id()));
      List<Send> sends = platform.sendsOfBroadcast(broadcast.id());
      assertThat(sends).as(name).hasSize(broadcast.group().size());
      Function<Send, String> addressOf =
          send -> Objects.requireNonNull(addresses.get(send.getProfileId()));
      checkArrivals(name, sends, addressOf, arrivals.mails(name));
    });
  }

  private static void checkArrivals(
      String what, List<Send> sends, Function<Send, String> addressOf, Map<String, Integer> found) {
    Map<String, Integer> states = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Send send : sends) {
      states.merge(send.getState().name(), 1, Integer::sum);
      int arrived = found.getOrDefault(addressOf.apply(send), 0);
      boolean right =
          switch (send.getState()) {
            case SEND_STATE_SENT, SEND_STATE_DELIVERED -> arrived == 1;
            case SEND_STATE_IN_DOUBT -> arrived <= 1 && !send.getReason().isEmpty();
            case SEND_STATE_FAILED -> arrived == 0 && !send.getReason().isEmpty();
            default -> false;
          };
      if (!right) {
        wrong.add(
            "%s is %s (%s) and arrived %d times"
                .formatted(send.getProfileId(), send.getState(), send.getReason(), arrived));
      }
    }
    System.out.println(what + ": " + states);
    assertThat(wrong).as(what).isEmpty();
  }

  private static boolean hasEnded(Send send) {
    return send.getState() != SendState.SEND_STATE_QUEUED
        && send.getState() != SendState.SEND_STATE_SENDING;
  }

  private static void assertSame(String what, List<String> found, Set<String> expected) {
    assertThat(repeated(found)).as(what + " that are there twice").isEmpty();
    Set<String> missing = new HashSet<>(expected);
    found.forEach(missing::remove);
    assertThat(missing).as(what + " that are missing of " + expected.size()).isEmpty();
    Set<String> strange = new HashSet<>(found);
    strange.removeAll(expected);
    assertThat(strange).as(what + " that nobody sent").isEmpty();
  }

  private static Set<String> repeated(List<String> all) {
    Set<String> seen = new HashSet<>();
    return all.stream().filter(id -> !seen.add(id)).collect(Collectors.toSet());
  }
}
