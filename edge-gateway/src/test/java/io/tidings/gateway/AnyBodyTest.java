package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.event.v1.Event;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever comes in is taken or refused and never breaks anything: no answer is a 5xx, what is
 * refused leaves nothing behind, and what is good is taken whatever stands beside it.
 */
class AnyBodyTest extends GatewayTest {
  private static final List<String> ROUTES =
      List.of("identify", "track", "page", "screen", "group", "batch", "import");

  /** What is put into the place of a value. */
  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "true",
          "-0",
          "1e400",
          "-1e-400",
          "9".repeat(400),
          "0.1e99999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud83d\"",
          "\"💌\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-999999999-01-01\"",
          "\"" + "x".repeat(300) + "\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "[".repeat(5_000) + "]".repeat(5_000),
          "{\"a\":".repeat(30) + "1" + "}".repeat(30),
          "{\"a.b\": 1, \"say \\\"hi\\\"\": 2, \"💌\": 3, \"\": 4, \"\\u0000\": 5}",
          "{\"type\": \"ios\", \"token\": 1, \"name\": [], \"email\": \"ada\"}");

  private static final List<String> MEMBERS =
      List.of(
          "type",
          "userId",
          "anonymousId",
          "groupId",
          "messageId",
          "event",
          "name",
          "category",
          "timestamp",
          "originalTimestamp",
          "sentAt",
          "context",
          "traits",
          "properties",
          "integrations",
          "writeKey",
          "constructor",
          "");

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void goodCallsLiveBesideBrokenOnes(@ForAll("batches") List<String> items) {
    var caller = "w-" + UUID.randomUUID();
    var good = new ArrayList<String>();
    var all = new ArrayList<String>();
    for (var item : items) {
      all.add(item);
      var id = "good-" + good.size();
      good.add(id);
      all.add(
          "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"Good\", \"messageId\": \"%s\"}"
              .formatted(id));
    }
    var answer = send(caller, "batch", "{\"batch\": [%s]}".formatted(String.join(",", all)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SUCCESS);
    assertThat(recorded(caller))
        .extracting(Event::getMessageId)
        .filteredOn(id -> id.startsWith("good-"))
        .containsExactlyElementsOf(good);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void oneCallIsTakenOrRefused(@ForAll("routes") String route, @ForAll("calls") String call) {
    var caller = "w-" + UUID.randomUUID();
    takenOrRefused(caller, send(caller, route, call));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void brokenBytesAreTakenOrRefused(
      @ForAll("routes") String route,
      @ForAll("calls") String call,
      @ForAll("damage") Damage damage) {
    var caller = "w-" + UUID.randomUUID();
    takenOrRefused(
        caller,
        post(
            "/v1/" + route,
            damage.done(call.getBytes(UTF_8)),
            basic(PlayedKeys.writeKey(caller) + ":")));
  }

  private void takenOrRefused(String caller, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isIn(200, 400);
    if (answer.statusCode() == 200) {
      assertThat(answer.body()).isEqualTo(SUCCESS);
    } else {
      assertThat(answer.body()).startsWith("{\"error\":").contains("\"message\":\"");
      assertThat(recorded(caller)).isEmpty();
    }
  }

  private HttpResponse<String> send(String caller, String route, String body) {
    return post("/v1/" + route, body, basic(PlayedKeys.writeKey(caller) + ":"));
  }

  private static List<Event> recorded(String caller) {
    return events.batches(caller).stream().flatMap(List::stream).toList();
  }

  @Provide
  Arbitrary<List<String>> batches() {
    return calls().list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> routes() {
    return Arbitraries.of(ROUTES);
  }

  /** A call as it should be, with some of its members replaced by something else. */
  @Provide
  Arbitrary<String> calls() {
    var member = Combinators.combine(Arbitraries.of(MEMBERS), values()).as("\"%s\": %s"::formatted);
    var broken =
        member
            .list()
            .ofMaxSize(4)
            .map(members -> {
              var all = new ArrayList<>(List.of("\"type\": \"track\"", "\"userId\": \"u\""));
              all.add("\"event\": \"E\"");
              all.addAll(members);
              return "{" + String.join(", ", all) + "}";
            });
    return Arbitraries.frequencyOf(Tuple.of(8, broken), Tuple.of(1, values()));
  }

  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of(ODD_VALUES),
        Arbitraries.of("\"identify\"", "\"track\"", "\"page\"", "\"screen\"", "\"nonsense\""),
        Arbitraries.strings().ofMaxLength(20).map(AnyBodyTest::quoted),
        Arbitraries.doubles().map(String::valueOf));
  }

  /** As any writer of JSON does it. */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate((char) c)) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }

  /** One byte put into the place of another, or the rest cut off. */
  record Damage(double place, byte value, boolean cut) {
    byte[] done(byte[] body) {
      var at = (int) (place * (body.length - 1));
      var damaged = Arrays.copyOf(body, cut ? at : body.length);
      if (!cut) {
        damaged[at] = value;
      }
      return damaged;
    }
  }

  @Provide
  Arbitrary<Damage> damage() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.bytes(), Arbitraries.of(true, false))
        .as(Damage::new);
  }
}
