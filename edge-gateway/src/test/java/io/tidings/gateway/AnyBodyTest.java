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
      List.of("identify", "track", "page", "screen", "group", "alias", "batch", "import");

  private static final List<String> OTHER_ROUTES =
      List.of(
          "PUT /v1/users/u",
          "POST /v1/users",
          "POST /v1/users/u/events",
          "POST /v1/users/u/accounts",
          "POST /v1/users/u/convert",
          "PUT /v3/users/u",
          "PATCH /v3/profile",
          "PATCH /v3/preferences",
          "POST /v3/notifications/categories",
          "POST /v3/topics",
          "POST /v3/topics/t/users");

  private static final List<String> OTHER_MEMBERS =
      List.of(
          "id",
          "is_account",
          "email",
          "number",
          "created_at",
          "device_token",
          "device_platform",
          "lists",
          "meta",
          "event",
          "value",
          "properties",
          "timestamp",
          "accounts",
          "type",
          "preference",
          "identifier",
          "name",
          "users",
          "");

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
          "previousId",
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

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
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

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void oneCallIsTakenOrRefused(@ForAll("routes") String route, @ForAll("calls") String call) {
    var caller = "w-" + UUID.randomUUID();
    takenOrRefused(caller, send(caller, route, call));
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
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

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void noDialectBreaks(@ForAll("otherRoutes") String route, @ForAll("members") String members) {
    var caller = "w-" + UUID.randomUUID();
    var methodAndPath = route.split(" ", 2);
    var answer =
        exchange(
            methodAndPath[0],
            methodAndPath[1],
            members,
            with(
                basic(PlayedKeys.writeKey(caller) + ":" + PlayedKeys.secretKey(caller)),
                "X-ENGAGESPOT-API-KEY",
                PlayedKeys.writeKey(caller),
                "X-ENGAGESPOT-API-SECRET",
                PlayedKeys.secretKey(caller),
                "X-ENGAGESPOT-USER-ID",
                "u"));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400, 404);
    if (answer.statusCode() == 400) {
      assertThat(answer.body()).startsWith("{\"error\":");
    }
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

  @Provide
  Arbitrary<String> otherRoutes() {
    return Arbitraries.of(OTHER_ROUTES);
  }

  /** An object of members that the other dialects know, whatever is in them. */
  @Provide
  Arbitrary<String> members() {
    var member =
        Combinators.combine(Arbitraries.of(OTHER_MEMBERS), values()).as("\"%s\": %s"::formatted);
    return Arbitraries.frequencyOf(
        Tuple.of(
            8,
            member
                .list()
                .ofMaxSize(4)
                .uniqueElements(text -> text.substring(0, text.indexOf(':')))
                .map(members -> "{" + String.join(", ", members) + "}")),
        Tuple.of(1, values()));
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
        Arbitraries.of("\"identify\"", "\"track\"", "\"page\"", "\"screen\"", "\"alias\""),
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
