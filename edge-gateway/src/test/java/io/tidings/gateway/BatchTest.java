package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.proto.event.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many calls of the event-collection protocol at once. */
class BatchTest extends GatewayTest {
  @Test
  void makesOneCallToEachServiceWhateverTheSize() {
    var items =
        IntStream.range(0, 100)
            .mapToObj(i ->
                """
                {"type": "track", "userId": "u%d", "event": "E", "messageId": "m%d"}
                """
                    .formatted(i % 10, i))
            .toList();
    assertThat(post("/v1/batch", batch(items), basic()).body()).isEqualTo(SUCCESS);
    assertThat(profiles.batches(workspace)).hasSize(1);
    assertThat(profiles.batches(workspace).getFirst()).as("one for each user").hasSize(10);
    assertThat(events.batches(workspace)).hasSize(1);
    assertThat(recorded()).hasSize(100);
    assertThat(recorded().get(57).getMessageId()).isEqualTo("m57");
    assertThat(recorded().get(57).getProfileId()).isEqualTo(PlayedProfiles.profileId("u7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"before,between,after", "after,before,between", "between,after,before"})
  void takesOfAnErasedUserWhatHappenedSince(String order) {
    var erased = Instant.ofEpochSecond(PlayedProfiles.TOLD.getSeconds());
    var times =
        Map.of(
            "before", erased.minusSeconds(60),
            "between", erased.plusSeconds(60),
            "after", erased.plusSeconds(120));
    var items =
        Arrays.stream(order.split(","))
            .map(name ->
                """
                {"type": "track", "userId": "%s", "event": "E", "messageId": "%s", "timestamp": "%s"}
                """
                    .formatted(PlayedProfiles.ERASED, name, times.get(name)))
            .toList();
    assertThat(post("/v1/batch", batch(items), basic()).body()).isEqualTo(SUCCESS);
    assertThat(recorded())
        .extracting(Event::getMessageId)
        .containsExactlyInAnyOrder("between", "after");
  }

  @Test
  void keepsTheOrderOfCallsThatTellOfTheSameUser() {
    post(
        "/v1/batch",
        batch(
            List.of(
                "{\"type\": \"identify\", \"userId\": \"u\", \"traits\": {\"plan\": \"free\"}}",
                "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"Upgraded\"}",
                "{\"type\": \"identify\", \"userId\": \"u\", \"traits\": {\"plan\": \"pro\"}}")),
        basic());
    assertThat(profiles.batches(workspace).getFirst())
        .extracting(update -> update.getAttributesMap().containsKey("plan"))
        .containsExactly(true, false, true);
    assertThat(profiles.batches(workspace).getFirst().get(2).getAttributesOrThrow("plan").getText())
        .isEqualTo("pro");
  }

  @Test
  void brokenItemsTakeNoOtherWithThem() {
    var items = new ArrayList<String>();
    for (var broken : brokenItems()) {
      items.add(broken);
      items.add(good(items.size()));
    }
    var response = post("/v1/batch", batch(items), basic());
    assertThat(response.body()).isEqualTo(SUCCESS);
    assertThat(recorded()).extracting(Event::getName).containsOnly("Good");
    assertThat(recorded()).hasSameSizeAs(brokenItems());
  }

  private static List<String> brokenItems() {
    return List.of(
        "{\"type\": \"track\", \"event\": \"Nobody\"}",
        "{\"type\": \"track\", \"userId\": \"u\"}",
        "{\"type\": \"track\", \"userId\": {}, \"event\": \"E\"}",
        "{\"type\": \"jump\", \"userId\": \"u\"}",
        "{\"userId\": \"u\", \"event\": \"E\"}",
        "{\"type\": \"identify\", \"userId\": \"u\", \"traits\": {\"email\": \"ada\"}}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"" + "E".repeat(256) + "\"}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"" + "E".repeat(33_000) + "\"}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"timestamp\": \"soon\"}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"properties\": {\"n\":"
            + " 1e400}}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"properties\": {\"\\u0000\":"
            + " 1}}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"properties\": "
            + "{\"a\":".repeat(2_000)
            + "1"
            + "}".repeat(2_000)
            + "}",
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"properties\": {\"n\": "
            + "9".repeat(2_000)
            + "}}",
        "\"a text\"",
        "17",
        "null",
        "[]");
  }

  @Test
  void whatCannotBeReadAsAWholeIsNotTakenInPart() {
    var whole = batch(List.of(good(1), good(2), good(3))).getBytes(UTF_8);
    var broken = whole.clone();
    broken[whole.length - 20] = (byte) 0xC3;
    assertThat(post("/v1/batch", broken, basic()).statusCode()).as("no UTF-8").isEqualTo(400);
    var zipped = gzip(whole);
    var headers = with(basic(), "Content-Encoding", "gzip");
    assertThat(post("/v1/batch", Arrays.copyOf(zipped, zipped.length / 2), headers).statusCode())
        .as("cut off")
        .isEqualTo(400);
    assertThat(post("/v1/batch", whole, headers).statusCode()).as("no gzip").isEqualTo(400);
    assertThat(profiles.batches(workspace)).isEmpty();
    assertThat(events.batches(workspace)).isEmpty();
  }

  @Test
  void anEmptyBatchIsTaken() {
    assertThat(post("/v1/batch", "{\"batch\": []}", basic()).body()).isEqualTo(SUCCESS);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"batch\": {}}",
        "{\"batch\": \"x\"}",
        "{\"batch\": [}",
        "{\"batch\": [], \"context\": []}",
        "{\"batch\": [], \"sentAt\": \"soon\"}",
        "[]"
      })
  void whatIsNoBatchIs400(String body) {
    assertThat(post("/v1/batch", body, basic()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/batch/", "/v1/import", "/v1/import/", "/v1/b"})
  void standsUnderItsOtherNames(String path) {
    assertThat(post(path, batch(List.of(good(1))), basic()).body()).isEqualTo(SUCCESS);
    assertThat(recorded()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"2499,200", "2500,200", "2501,400"})
  void takes2500Calls(int calls, int status) {
    var items = IntStream.range(0, calls).mapToObj(BatchTest::good).toList();
    assertThat(post("/v1/batch", batch(items), basic()).statusCode()).isEqualTo(status);
    assertThat(events.batches(workspace)).hasSize(status == 200 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"-1,200", "0,200", "1,400"})
  void takes500Kib(int more, int status) {
    var body = batch(List.of(good(1)));
    var padded = body + " ".repeat(500 * 1024 + more - body.length());
    assertThat(post("/v1/batch", padded, basic()).statusCode()).isEqualTo(status);
    assertThat(
            post(
                    "/v1/batch",
                    gzip(padded.getBytes(UTF_8)),
                    with(basic(), "Content-Encoding", "gzip"))
                .statusCode())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,1", "1,0"})
  void takes32KibForEachOfItsCalls(int more, int taken) {
    var start =
        "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\", \"properties\": {\"p\": \"";
    var item = start + "x".repeat(32 * 1024 + more - start.length() - 3) + "\"}}";
    assertThat(post("/v1/batch", batch(List.of(item)), basic()).statusCode()).isEqualTo(200);
    assertThat(events.batches(workspace)).hasSize(taken);
  }

  @Test
  void sharesItsContextWithItsCalls() {
    post(
        "/v1/batch",
        """
        {"context": {"timezone": "Africa/Lagos", "locale": "en"},
         "batch": [{"type": "identify", "userId": "u", "context": {"locale": "yo"}}]}
        """,
        basic());
    var update = profiles.batches(workspace).getFirst().getFirst();
    assertThat(update.getAttributesOrThrow("timezone").getText()).isEqualTo("Africa/Lagos");
    assertThat(update.getAttributesOrThrow("language").getText()).isEqualTo("yo");
  }

  @Test
  void saysWhichDestinationsMayBeTold() {
    post(
        "/v1/batch",
        """
        {"integrations": {"All": false, "Webhook": true},
         "batch": [{"type": "track", "userId": "u", "event": "Shared"},
                   {"type": "track", "userId": "u", "event": "Own",
                    "integrations": {"Webhook": false, "CRM": {"option": 1}, "Other": "yes"}},
                   {"type": "track", "userId": "u", "event": "Broken", "integrations": "none"}]}
        """,
        basic());
    assertThat(recorded())
        .extracting(Event::getName, Event::getIntegrationsMap)
        .containsExactly(
            tuple("Shared", Map.of("All", false, "Webhook", true)),
            tuple("Own", Map.of("All", false, "Webhook", false, "CRM", true)),
            tuple("Broken", Map.of("All", false, "Webhook", true)));
  }

  @Test
  void correctsTimesByTheClockOfTheCaller() {
    var wrong = Instant.parse("2020-05-01T12:00:00Z");
    var before = Instant.now();
    post(
        "/v1/batch",
        """
        {"sentAt": "%s",
         "batch": [{"type": "track", "userId": "u", "event": "E", "timestamp": "%s"}]}
        """
            .formatted(wrong, wrong.minus(Duration.ofHours(1))),
        basic());
    var occurred = Instant.ofEpochSecond(recorded().getFirst().getOccurredAt().getSeconds());
    assertThat(occurred)
        .isBetween(
            before.minus(Duration.ofSeconds(3602)), Instant.now().minus(Duration.ofSeconds(3599)));
  }

  @Test
  void callsOfTheSameMomentKeepTheirOrder() {
    var item =
        """
        {"type": "identify", "userId": "u", "traits": {"plan": "%s"},
         "timestamp": "2026-05-01T12:00:00.123Z"}
        """;
    post(
        "/v1/batch",
        batch(List.of(item.formatted("pro"), item.formatted("free"), item.formatted("max"))),
        basic());
    assertThat(profiles.batches(workspace).getFirst())
        .extracting(update -> update.getOccurredAt().getNanos())
        .containsExactly(123_000_000, 123_001_000, 123_002_000);
  }

  @Test
  void leavesPastTimesAsGivenWithoutSentAt() {
    post(
        "/v1/batch",
        batch(
            List.of(
                """
                {"type": "track", "userId": "u", "event": "E", "timestamp": "2020-05-01T12:00:00"}
                """)),
        basic());
    assertThat(Instant.ofEpochSecond(recorded().getFirst().getOccurredAt().getSeconds()))
        .as("a time without zone is UTC")
        .isEqualTo("2020-05-01T12:00:00Z");
  }

  private static String good(int i) {
    return "{\"type\": \"track\", \"userId\": \"u%d\", \"event\": \"Good\"}".formatted(i);
  }

  private static String batch(List<String> items) {
    return items.stream().collect(Collectors.joining(",", "{\"batch\": [", "]}"));
  }

  private List<Event> recorded() {
    return events.batches(workspace).stream().flatMap(List::stream).toList();
  }
}
