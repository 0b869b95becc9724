package io.tidings.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.gateway.json.Values;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call of the event-collection protocol at a time. */
class SingleCallTest extends GatewayTest {
  private static final String TRACK =
      """
      {"userId": "u1", "event": "Order Completed", "messageId": "m1",
       "properties": {"total": 12.5, "items": ["a", "b"], "gift": true, "note": null}}
      """;

  @Test
  @DisplayName("behaviour 31: a call selects its user by userId, falling back to anonymousId")
  void selectsTheUser() {
    post("/v1/track", "{\"userId\": \"u1\", \"anonymousId\": \"a1\", \"event\": \"E\"}", basic());
    post("/v1/track", "{\"anonymousId\": \"a1\", \"event\": \"E\"}", basic());
    assertThat(profiles.batches(workspace))
        .extracting(
            batch -> batch.getFirst().getUserId(), batch -> batch.getFirst().getAnonymousId())
        .containsExactly(tuple("u1", "a1"), tuple("", "a1"));
    assertThat(events.batches(workspace))
        .extracting(batch -> batch.getFirst().getProfileId())
        .containsExactly(PlayedProfiles.profileId("u1"), PlayedProfiles.profileId("a1"));
  }

  @Test
  @DisplayName("behaviour 1: any key may be an attribute, an event, or a property of one")
  void aKeyMayBeAnAttributeAndAnEvent() {
    post(
        "/v1/batch",
        """
        {"batch": [
          {"type": "identify", "userId": "u", "traits": {"plan": "pro"}},
          {"type": "track", "userId": "u", "event": "plan", "properties": {"plan": "free"}}]}
        """,
        basic());
    assertThat(profiles.batches(workspace).getFirst().getFirst().getAttributesOrThrow("plan"))
        .isEqualTo(Values.text("pro"));
    var event = events.batches(workspace).getFirst().getFirst();
    assertThat(event.getName()).isEqualTo("plan");
    assertThat(event.getPropertiesOrThrow("plan")).isEqualTo(Values.text("free"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identify", "track", "page", "screen"})
  @DisplayName("behaviour 32: data about an unknown user is taken and never a 404")
  void takesDataAboutUnknownUsers(String route) {
    var nobody = "{\"userId\": \"nobody knows\", \"event\": \"E\"}";
    assertThat(post("/v1/" + route, nobody, basic()).statusCode()).isEqualTo(200);
    assertThat(onlyUpdate().getUserId()).isEqualTo("nobody knows");
  }

  @Test
  @DisplayName(
      "behaviour 33: identify hands on the traits of the user, whichever way they are written")
  void handsOnTraitsAsTheyAreWritten() {
    post(
        "/v1/identify",
        """
        {"userId": "u1", "traits": {"email": "ada@example.org", "firstName": "Ada",
          "last_name": "L", "phone": "+2348012345678", "gender": "f"}}
        """,
        basic());
    assertThat(onlyUpdate().getAttributesMap())
        .containsOnlyKeys("email", "firstName", "last_name", "phone", "gender");
  }

  @Test
  void identifySetsTheTraitsOfTheUser() {
    var response =
        post(
            "/v1/identify",
            """
            {"userId": "u1", "anonymousId": "a1",
             "traits": {"email": "ada@example.org", "plan": "pro", "seats": 3,
                        "address": {"country": "NG", "state": "Lagos", "city": "Ikeja"}}}
            """,
            basic());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(SUCCESS);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    var update = onlyUpdate();
    assertThat(update.getUserId()).isEqualTo("u1");
    assertThat(update.getAnonymousId()).isEqualTo("a1");
    assertThat(update.getAttributesOrThrow("email").getText()).isEqualTo("ada@example.org");
    assertThat(update.getAttributesOrThrow("seats").getNumber()).isEqualTo(3);
    assertThat(update.getAttributesOrThrow("region").getText()).isEqualTo("Lagos");
    assertThat(update.getAttributesOrThrow("city").getText()).isEqualTo("Ikeja");
    assertThat(events.batches(workspace)).isEmpty();
  }

  @Test
  @DisplayName("behaviour 44: track records an event")
  void trackRecordsAnEventOfTheUser() {
    assertThat(post("/v1/track", TRACK, basic()).body()).isEqualTo(SUCCESS);
    var event = onlyEvent();
    assertThat(event.getName()).isEqualTo("Order Completed");
    assertThat(event.getMessageId()).isEqualTo("m1");
    assertThat(event.getProfileId()).isEqualTo(PlayedProfiles.profileId("u1"));
    assertThat(event.getPropertiesOrThrow("total").getNumber()).isEqualTo(12.5);
    assertThat(event.getPropertiesOrThrow("items").getList().getValuesCount()).isEqualTo(2);
    assertThat(event.getPropertiesOrThrow("gift").getBoolean()).isTrue();
  }

  @Test
  @DisplayName("behaviours 41, 43: page counts a view and records an event")
  void pageCountsAViewMovesLastSeenAndRecordsAnEvent() {
    post(
        "/v1/page",
        """
        {"anonymousId": "a1", "name": "Prices", "properties": {"path": "/prices"}}
        """,
        basic());
    assertThat(onlyUpdate().getPageViews()).isEqualTo(1);
    assertThat(onlyUpdate().getSeen()).isTrue();
    assertThat(onlyUpdate().getMessageId()).isNotEmpty();
    assertThat(onlyEvent().getName()).isEqualTo("Page view");
    assertThat(onlyEvent().getPropertiesOrThrow("name").getText()).isEqualTo("Prices");
    assertThat(onlyEvent().getPropertiesOrThrow("path").getText()).isEqualTo("/prices");
  }

  @Test
  @DisplayName("behaviour 42: page of an inactive user does not move last_seen")
  void pageOfAnInactiveUserDoesNotMoveLastSeen() {
    post("/v1/page", "{\"userId\": \"u1\", \"context\": {\"active\": false}}", basic());
    assertThat(onlyUpdate().getSeen()).isFalse();
    assertThat(onlyUpdate().getPageViews()).isEqualTo(1);
  }

  @Test
  @DisplayName("behaviour 43: screen records an event")
  void screenRecordsAnEvent() {
    post("/v1/screen", "{\"userId\": \"u1\", \"name\": \"Home\"}", basic());
    assertThat(onlyEvent().getName()).isEqualTo("Screen view");
    assertThat(onlyUpdate().getPageViews()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/track", "/v1/track/", "/v1/t", "/v1/t/"})
  void routesStandWithAndWithoutTrailingSlash(String path) {
    assertThat(post(path, TRACK, basic()).body()).isEqualTo(SUCCESS);
    assertThat(onlyEvent().getName()).isEqualTo("Order Completed");
  }

  @ParameterizedTest
  @CsvSource({"i,identify", "p,page", "s,screen"})
  void theShortRoutesOfTheBrowserDoTheSame(String path, String name) {
    assertThat(post("/v1/" + path, "{\"userId\": \"u1\"}", basic()).body()).isEqualTo(SUCCESS);
    assertThat(post("/v1/" + name + "/", "{\"userId\": \"u1\"}", basic()).body())
        .isEqualTo(SUCCESS);
    assertThat(profiles.batches(workspace)).hasSize(2);
  }

  @Test
  void metricsOfTheBrowserArePassedOver() {
    assertThat(post("/v1/m", "{\"series\": []}").body()).isEqualTo(SUCCESS);
  }

  @Test
  void readsTextPlainAndGzip() {
    assertThat(post("/v1/track", TRACK, with(basic(), "Content-Type", "text/plain")).statusCode())
        .isEqualTo(200);
    assertThat(
            post(
                    "/v1/track",
                    gzip(TRACK.getBytes(UTF_8)),
                    with(basic(), "Content-Encoding", "gzip", "Content-Type", "application/json"))
                .statusCode())
        .isEqualTo(200);
    assertThat(events.batches(workspace)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"userId\": \"u1\",}", "nonsense", "[]", "3", "{} {}"})
  void malformedJsonIs400(String body) {
    var response = post("/v1/track", body, basic());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("code").text()).isEqualTo("invalid_request_error");
    assertThat(error(response).at("message").text()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/plain;charset=UTF-8",
        "nonsense"
      })
  void readsTheBodyAsJsonWhateverItsTypeSays(String type) {
    assertThat(post("/v1/track", TRACK, with(basic(), "Content-Type", type)).statusCode())
        .isIn(200, 400);
    assertThat(post("/v1/track", "no JSON", with(basic(), "Content-Type", type)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void hasAtMostAsManyPropertiesAsACallHasRoom() {
    var properties =
        IntStream.rangeClosed(1, 10_001)
            .mapToObj(i -> "\"p%d\":1".formatted(i))
            .collect(Collectors.joining(","));
    var body = "{\"userId\":\"u\",\"event\":\"E\",\"properties\":{%s}}".formatted(properties);
    assertThat(post("/v1/track", body, basic()).statusCode()).isEqualTo(400);
    assertThat(events.batches(workspace)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"19,200", "20,200", "21,400"})
  void takesWhatIsNestedTwentyLevelsDeep(int levels, int status) {
    // The body and its properties are two of them.
    var body =
        "{\"userId\": \"u\", \"event\": \"E\", \"properties\": {\"p\": %s1%s}}"
            .formatted("[".repeat(levels - 2), "]".repeat(levels - 2));
    var response = post("/v1/track", body, basic());
    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 400) {
      assertThat(error(response).at("field").text()).startsWith("properties.p");
    }
  }

  @Test
  void keysMayHoldAnythingButNul() {
    var body =
        """
        {"userId": "u", "event": "E", "properties": {"a.b": 1, "say \\"hi\\"": 2, "🎉": 3, "$x": 4}}
        """;
    assertThat(post("/v1/track", body, basic()).statusCode()).isEqualTo(200);
    assertThat(onlyEvent().getPropertiesMap()).containsOnlyKeys("a.b", "say \"hi\"", "🎉", "$x");
    var nul = post("/v1/track", body.replace("$x", "\\u0000"), basic());
    assertThat(nul.statusCode()).isEqualTo(400);
    assertThat(nul.body()).contains("properties.", "NUL");
    assertThat(events.batches(workspace)).hasSize(1);
  }

  @Test
  void takesTimesOfTheFirstAndTheLastYear() {
    for (var time : List.of("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")) {
      assertThat(
              post(
                      "/v1/track",
                      "{\"userId\": \"u\", \"event\": \"E\", \"timestamp\": \"%s\"}"
                          .formatted(time),
                      basic())
                  .statusCode())
          .isEqualTo(200);
    }
    assertThat(events.batches(workspace)).hasSize(2);
  }

  @Test
  void brokenGzipIs400() {
    var whole = gzip(TRACK.getBytes(UTF_8));
    var headers = with(basic(), "Content-Encoding", "gzip");
    assertThat(post("/v1/track", TRACK.getBytes(UTF_8), headers).statusCode()).isEqualTo(400);
    assertThat(post("/v1/track", Arrays.copyOf(whole, whole.length / 2), headers).statusCode())
        .isEqualTo(400);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @Test
  void invalidUtf8Is400() {
    var body = TRACK.getBytes(UTF_8);
    body[TRACK.indexOf("Order")] = (byte) 0xC3;
    assertThat(post("/v1/track", body, basic()).statusCode()).isEqualTo(400);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"event": "E"}                                         | userId
          {"userId": "", "anonymousId": "", "event": "E"}        | userId
          {"userId": null, "event": "E"}                         | userId
          {"userId": {"id": 1}, "event": "E"}                    | userId
          {"userId": true, "event": "E"}                         | userId
          {"userId": "u", "anonymousId": [], "event": "E"}       | anonymousId
          {"userId": "u"}                                        | event
          {"userId": "u", "event": ["E"]}                        | event
          {"userId": "u", "event": "E", "properties": []}        | properties
          {"userId": "u", "event": "E", "properties": "p"}       | properties
          {"userId": "u", "event": "E", "context": 3}            | context
          {"userId": "u", "event": "E", "timestamp": "soon"}     | timestamp
          {"userId": "u", "event": "E", "timestamp": "0000-01-01"} | timestamp
          {"userId": "u", "event": "E", "timestamp": "10000-01-01"} | timestamp
          {"userId": "u", "event": "E", "timestamp": "-999999999-01-01"} | timestamp
          {"userId": "u", "event": "E", "sentAt": "now"}         | sentAt
          {"userId": "u", "event": "E", "sentAt": "+999999999-12-31T23:59Z"} | sentAt
          {"userId": "u", "event": "E", "timestamp": "9999-12-31", "sentAt": "0001-01-01"} | timestamp
          {"userId": "u", "event": "E", "properties": {"n": 1e999}}     | properties.n
          {"userId": "u", "event": "E", "properties": {"n": ["\\u0000"]}} | properties.n[0]
          """)
  void namesTheFieldAtFault(String body, String field) {
    var response = post("/v1/track", body, basic());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("code").text()).isEqualTo("validation_error");
    assertThat(error(response).at("field").text()).isEqualTo(field);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @Test
  void traitsThatAreNoObjectAreRefused() {
    var response = post("/v1/identify", "{\"userId\": \"u1\", \"traits\": \"pro\"}", basic());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo("traits");
  }

  @Test
  void idsMayBeWholeNumbers() {
    post("/v1/identify", "{\"userId\": 4711}", basic());
    assertThat(onlyUpdate().getUserId()).isEqualTo("4711");
  }

  @Test
  void tellsWhatAServiceRefuses() {
    var response =
        post("/v1/identify", "{\"userId\": \"u1\", \"traits\": {\"email\": \"ada\"}}", basic());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo("traits.email");
    assertThat(error(response).at("message").text()).contains("not an e-mail address");
  }

  @ParameterizedTest
  @CsvSource({"-1,200", "0,200", "1,400"})
  void takes32KibAndNotAByteMore(int more, int status) {
    var start = "{\"userId\": \"u1\", \"event\": \"E\", \"properties\": {\"p\": \"";
    var end = "\"}}";
    var body = start + "x".repeat(32 * 1024 + more - start.length() - end.length()) + end;
    var response = post("/v1/track", body, basic());
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(events.batches(workspace)).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  void countsTheLimitAfterDecompression() {
    var body = "{\"userId\": \"u1\", \"event\": \"" + "E".repeat(40_000) + "\"}";
    var response =
        post("/v1/track", gzip(body.getBytes(UTF_8)), with(basic(), "Content-Encoding", "gzip"));
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatGrowsWithoutEndInDecompressionIs400() {
    var response =
        post(
            "/v1/track",
            gzip(new byte[64 * 1024 * 1024]),
            with(basic(), "Content-Encoding", "gzip"));
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"99,200", "100,200", "101,400"})
  void takesMessageIdsOf100Characters(int length, int status) {
    var body =
        "{\"userId\": \"u1\", \"event\": \"E\", \"messageId\": \"%s\"}"
            .formatted("m".repeat(length));
    assertThat(post("/v1/track", body, basic()).statusCode()).isEqualTo(status);
  }

  private ProfileUpdate onlyUpdate() {
    assertThat(profiles.batches(workspace)).hasSize(1);
    assertThat(profiles.batches(workspace).getFirst()).hasSize(1);
    return profiles.batches(workspace).getFirst().getFirst();
  }

  private Event onlyEvent() {
    List<List<Event>> batches = events.batches(workspace);
    assertThat(batches).hasSize(1);
    assertThat(batches.getFirst()).hasSize(1);
    return batches.getFirst().getFirst();
  }
}
