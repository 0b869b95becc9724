package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tidings.proto.outbox.v1.DeadLetter;
import io.tidings.proto.outbox.v1.DeadLetterServiceGrpc;
import io.tidings.proto.outbox.v1.DeadLetterServiceGrpc.DeadLetterServiceBlockingStub;
import io.tidings.proto.outbox.v1.ListDeadLettersRequest;
import io.tidings.proto.outbox.v1.PutBackDeadLettersRequest;
import io.tidings.proto.segment.v1.SegmentState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the operator of a running system does: dead letters, files of customers, a look at it. */
class OperationsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ListDeadLettersRequest OF_SEGMENTS =
      ListDeadLettersRequest.newBuilder().setGroup("segment").build();

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString().substring(0, 8);

  @Test
  void aFactThatCannotBeAppliedIsADeadLetterUntilItIsPutBack() throws Exception {
    try (Platform platform = new Platform(SYSTEM.credentials());
        Connection database = SYSTEM.folder().database("tidings_segment")) {
      String segment = platform.createSegment("Upgraded " + run, "Upgraded " + run).getId();
      await()
          .atMost(SOON)
          .until(() -> platform.segment(segment).getState() == SegmentState.SEGMENT_STATE_LIVE);
      String refused = newProfile(platform, "refused-" + run);
      String neighbour = newProfile(platform, "neighbour-" + run);

      refuseMember(database, refused);
      track("refused-" + run);
      track("neighbour-" + run);
      await().atMost(SOON).until(() -> platform.members(segment).contains(neighbour));
      DeadLetter letter = await().atMost(SOON).until(this::onlyDeadLetter, Objects::nonNull);
      assertThat(letter.getPublisher()).isEqualTo("event");
      assertThat(letter.getFailure()).as("a violated check").contains("[23514]");
      assertThat(platform.members(segment)).containsExactly(neighbour);

      takeAgain(database);
      int count =
          withKey(
              SYSTEM.folder().administratorKey(),
              letters ->
                  letters
                      .putBackDeadLetters(
                          PutBackDeadLettersRequest.newBuilder()
                              .setGroup("segment")
                              .addEntryIds(letter.getEntryId())
                              .build())
                      .getPutBackCount());
      assertThat(count).isEqualTo(1);
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(platform.members(segment)).containsExactlyInAnyOrder(neighbour, refused));
      assertThat(onlyDeadLetter()).isNull();
    }
  }

  @Test
  void deadLettersAreTheOperatorsAlone() {
    assertThatThrownBy(() ->
            withKey(
                SYSTEM.credentials().get("TIDINGS_SECRET_KEY"),
                letters -> letters.listDeadLetters(OF_SEGMENTS)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refusal ->
                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
  }

  @Test
  void aFileWithBrokenRowsIsTakenButForThem() throws Exception {
    var answer =
        upload(
            """
            id,first_name,number,device_token,device_platform
            good-%1$s,Ada,+2348031234567,,
            short-%1$s,Ben
            number-%1$s,Cem,08012,,
            device-%1$s,Dan,,token-%1$s,windows
            ,Eve,,,
            last-%1$s,Fay,,token-%1$s,ios
            """
                .formatted(run));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("rowCount").asInt()).isEqualTo(6);
    assertThat(answer.body().path("createdCount").asInt()).isEqualTo(2);
    assertThat(answer.body().path("rejectedCount").asInt()).isEqualTo(4);
    assertThat(answer.body().path("rejectedRows"))
        .extracting(row -> row.path("line").asInt(), row -> row.path("column").asText())
        .containsExactly(
            tuple(3, ""), tuple(4, "number"), tuple(5, "device_platform"), tuple(6, "id"));
    assertThat(answer.body().path("rejectedRows"))
        .extracting(row -> row.path("reason").asText())
        .satisfiesExactly(
            reason -> assertThat(reason).contains("2 cells", "5"),
            reason -> assertThat(reason).contains("08012", "+2348012345678"),
            reason -> assertThat(reason).contains("windows", "ios", "android"),
            reason -> assertThat(reason).contains("empty"));
    assertThat(user("good-" + run).body().path("first_name").asText()).isEqualTo("Ada");
    assertThat(user("last-" + run).status()).isEqualTo(200);
    for (String rejected : List.of("short-", "number-", "device-")) {
      assertThat(user(rejected + run).status()).as(rejected).isEqualTo(404);
    }
  }

  @Test
  void theSameFileTwiceChangesNothing() throws Exception {
    // By an attribute of its own: others' segments of plans would have this user in them meanwhile.
    String file = "id,seat,device_token,device_platform\n%1$s,Window,token-%1$s,android\n";
    var first = upload(file.formatted("twice-" + run));
    assertThat(first.body().path("createdCount").asInt()).isEqualTo(1);
    JsonNode before = but(user("twice-" + run).body(), "lastSeenAt");

    var again = upload(file.formatted("twice-" + run));

    assertThat(again.body().path("createdCount").asInt()).isZero();
    assertThat(again.body().path("rejectedCount").asInt()).isZero();
    assertThat(but(user("twice-" + run).body(), "lastSeenAt")).isEqualTo(before);
  }

  /** When the device was last heard of is news, though it changes nothing that is known. */
  private static JsonNode but(JsonNode user, String member) {
    user.path("devices").forEach(device -> ((ObjectNode) device).remove(member));
    return user;
  }

  @Test
  void statusTellsWhatRunsAndWhere() throws Exception {
    String output = SYSTEM.launcher().run("status").succeeded().output();

    assertThat(output)
        .contains(SYSTEM.launcher().data() + " is ready")
        .contains("postgres", "rabbitmq", "redis")
        .containsPattern("edge-gateway +ready +" + SYSTEM.credentials().gateway());
    for (String service : List.of("USER", "EVENT", "SEGMENT", "MESSAGING", "INTEGRATION")) {
      assertThat(output)
          .containsPattern(
              service.toLowerCase(Locale.ROOT)
                  + "-service +ready +"
                  + SYSTEM.credentials().get("TIDINGS_" + service + "_GRPC"));
    }
  }

  @Test
  void whereNothingRunsThereIsNothingToStop(@TempDir Path empty) throws Exception {
    Launcher nobody = new Launcher(empty);

    Launcher.Result status = nobody.run("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.output()).contains("Nothing runs in " + empty);
    assertThat(nobody.run("stop").succeeded().output()).contains("Nothing runs in " + empty);
    SYSTEM.launcher().run("status").succeeded();
  }

  private RestClient.Answer upload(String file) throws Exception {
    return SYSTEM
        .rest()
        .post("/v1/imports", SYSTEM.credentials().get("TIDINGS_SECRET_KEY"), "text/csv", file);
  }

  private static RestClient.Answer user(String id) throws Exception {
    return SYSTEM.rest().get("/v1/users/" + id, SYSTEM.credentials().get("TIDINGS_SECRET_KEY"));
  }

  /** Answers the id of a new user's profile. */
  private static String newProfile(Platform platform, String userId) throws Exception {
    post("/v1/identify", "{\"userId\": \"%s\"}".formatted(userId));
    return platform.profiles(List.of(userId)).getFirst().getId();
  }

  private void track(String userId) throws Exception {
    post("/v1/track", "{\"userId\": \"%s\", \"event\": \"Upgraded %s\"}".formatted(userId, run));
  }

  private static void post(String path, String call) throws Exception {
    var answer = SYSTEM.rest().post(path, SYSTEM.credentials().get("TIDINGS_WRITE_KEY"), call);
    assertThat(answer.status()).isEqualTo(200);
  }

  /** From now on segment-service's database takes no membership of the profile. */
  private static void refuseMember(Connection database, String profileId) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "ALTER TABLE membership ADD CONSTRAINT refused CHECK (profile_id <> '%s') NOT VALID"
              .formatted(profileId));
    }
  }

  private static void takeAgain(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("ALTER TABLE membership DROP CONSTRAINT refused");
    }
  }

  private @Nullable DeadLetter onlyDeadLetter() {
    List<DeadLetter> letters =
        withKey(
            SYSTEM.folder().administratorKey(),
            service -> service.listDeadLetters(OF_SEGMENTS).getDeadLettersList());
    assertThat(letters).hasSizeLessThan(2);
    return letters.isEmpty() ? null : letters.getFirst();
  }

  private static <T> T withKey(String key, Function<DeadLetterServiceBlockingStub, T> call) {
    ManagedChannel channel = KeyedChannel.to(SYSTEM.credentials().get("TIDINGS_SEGMENT_GRPC"), key);
    try {
      return call.apply(DeadLetterServiceGrpc.newBlockingStub(channel));
    } finally {
      channel.shutdownNow();
    }
  }
}
