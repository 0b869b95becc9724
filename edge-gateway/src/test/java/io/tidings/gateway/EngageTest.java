package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.messaging.v1.SendTotals;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The users-and-events dialect. */
class EngageTest extends GatewayTest {
  private HttpResponse<String> put(String uid, String body, String... headers) {
    return exchange("PUT", "/v1/users/" + uid, body, headers);
  }

  private static String text(HttpResponse<String> response) {
    return json(response).at("error").text();
  }

  @Test
  @DisplayName("behaviour 4: all that is known of a user is readable, at once")
  void whatACallerWroteTheSameCallerReadsAtOnce() {
    var written =
        put(
            "ada",
            """
            {"id": "ada", "email": "ada@example.com", "number": "+2348012345678",
             "first_name": "Ada", "last_name": "L", "created_at": "2024-02-03T04:05:06Z",
             "device_token": "t1", "device_platform": "ios",
             "meta": {"plan": "pro", "seats": 3, "tags": ["a"], "a.b": null}}
            """,
            pair());
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    assertThat(written.body())
        .isEqualTo(
            """
            {"id":"%s","uid":"ada","uid_updateable":false,"first_name":"Ada","last_name":"L",\
            "number":"2348012345678","email":"ada@example.com",\
            "devices":[{"token":"t1","platform":"ios"}],"accounts":[],"is_account":false,\
            "member_count":0,"archived":false,"lists":[],"segments":[],\
            "meta":{"plan":"pro","seats":3,"tags":["a"]},"created_at":"2024-02-03T04:05:06Z",\
            "last_interaction":null,"stats":{"delivered":0,"failed":0,"opened":0,"clicked":0,\
            "unique_opens":0,"unique_clicks":0}}\
            """
                .formatted(PlayedProfiles.profileId("ada")));
    assertThat(get("/v1/users/ada", pair()).body()).isEqualTo(written.body());
    assertThat(get("/v1/users/" + PlayedProfiles.profileId("ada"), secret()).body())
        .as("by the platform's own id, and with the secret key alone")
        .isEqualTo(written.body());
  }

  @Test
  void aUserIsNamedByTheBodyToo() {
    var made = post("/v1/users", "{\"id\": 4711, \"first_name\": \"Bob\"}", pair());
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(json(made).at("uid").text()).isEqualTo("4711");
    var changed = put(PlayedProfiles.profileId("4711"), "{\"first_name\": null}", pair());
    assertThat(json(changed).at("uid").text()).isEqualTo("4711");
    assertThat(json(changed).at("first_name").value().hasText()).isFalse();
    assertThat(text(post("/v1/users", "{}", pair()))).contains("id").contains("missing");
  }

  @Test
  void tellsWhatTheOtherServicesKnow() {
    put("eve-" + workspace, "{\"email\": \"suppressed@example.com\"}", pair());
    var id = PlayedProfiles.profileId("eve-" + workspace);
    var segment = UUID.randomUUID().toString();
    segments.enter(id, segment, "Heavy");
    messaging.totals(
        id,
        SendTotals.newBuilder().setDelivered(7).setFailed(2).setOpened(5).setClicked(3).build());
    post(
        "/v1/users/eve-" + workspace + "/events",
        "{\"event\": \"Paid\", \"timestamp\": \"2026-01-02T03:04:05Z\"}",
        pair());
    var user = json(get("/v1/users/eve-" + workspace, pair()));
    assertThat(user.at("segments").at(0).at("id").text()).isEqualTo(segment);
    assertThat(user.at("segments").at(0).at("suppressed").flag()).isTrue();
    assertThat(user.at("stats").at("delivered").number()).isEqualTo(7);
    assertThat(user.at("stats").at("unique_opens").number()).isEqualTo(5);
    assertThat(user.at("stats").at("unique_clicks").number()).isEqualTo(3);
    assertThat(user.at("stats").at("failed").number()).isEqualTo(2);
    assertThat(user.at("last_interaction").text()).isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void listsUsersPageByPageAndAsksEachServiceOnceAPage() {
    for (var i = 0; i < 5; i++) {
      put("u" + i, "{\"email\": \"u%d@example.com\"}".formatted(i), basic());
    }
    var first = json(get("/v1/users?limit=3", pair()));
    assertThat(first.at("data").list()).hasSize(3);
    assertThat(first.at("data").at(0).at("uid").text()).isEqualTo("u0");
    var second =
        json(get("/v1/users?limit=3&next_cursor=" + first.at("next_cursor").text(), pair()));
    assertThat(second.at("data").list()).hasSize(2);
    assertThat(second.at("next_cursor").value().hasText()).isFalse();
    assertThat(segments.questions(workspace)).isEqualTo(2);
    var found = json(get("/v1/users?email=u4@example.com", pair()));
    assertThat(found.at("data").list()).hasSize(1);
    assertThat(found.at("data").at(0).at("uid").text()).isEqualTo("u4");
    assertThat(json(get("/v1/users?email=nobody@example.com", pair())).at("data").list()).isEmpty();
    assertThat(text(get("/v1/users?limit=101", pair()))).contains("limit").contains("100");
  }

  @Test
  @DisplayName("behaviour 27: events of the past, and of users who are not known yet")
  void recordsEvents() {
    var answer =
        post(
            "/v1/users/ada/events",
            """
            {"event": "Paid", "value": 30, "properties": {"plan": "pro"},
             "timestamp": "2020-05-06T07:08:09+01:00"}
            """,
            pair());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    post("/v1/users/ada/events", "{\"event\": \"Logged in\"}", basic());
    post("/v1/users/ada/events", "{\"event\": \"Viewed\", \"properties\": {\"a\": 1}}", basic());
    var recorded = events.batches(workspace);
    var paid = recorded.get(0).getFirst();
    assertThat(paid.getProfileId()).isEqualTo(PlayedProfiles.profileId("ada"));
    assertThat(paid.getName()).isEqualTo("Paid");
    assertThat(Instant.ofEpochSecond(paid.getOccurredAt().getSeconds()))
        .isEqualTo(Instant.parse("2020-05-06T06:08:09Z"));
    assertThat(paid.getPropertiesOrThrow("value").getNumber()).isEqualTo(30);
    assertThat(paid.getPropertiesOrThrow("plan").getText()).isEqualTo("pro");
    assertThat(recorded.get(1).getFirst().getPropertiesOrThrow("value").getBoolean()).isTrue();
    assertThat(recorded.get(2).getFirst().getPropertiesMap()).containsOnlyKeys("a");
  }

  @Test
  void aPublicKeyAddsAndUpdatesButReadsNothingAndKeepsTheEmail() {
    var made = put("ada", "{\"email\": \"ada@example.com\"}", basic());
    assertThat(made.body()).isEqualTo("{\"uid\":\"ada\",\"status\":\"ok\"}");
    assertThat(
            put("ada", "{\"email\": \"ADA@example.com\", \"first_name\": \"A\"}", basic())
                .statusCode())
        .as("the same address")
        .isEqualTo(200);
    for (var body :
        new String[] {
          "{\"email\": \"eve@example.com\"}",
          "{\"email\": null}",
          "{\"meta\": {\"email\": \"eve@example.com\"}}",
          "{\"meta\": {\"Email\": \"eve@example.com\"}}"
        }) {
      var refused = put("ada", body, basic());
      assertThat(refused.statusCode()).as(body).isBetween(400, 403);
      assertThat(text(refused)).contains("mail");
    }
    assertThat(json(get("/v1/users/ada", pair())).at("email").text()).isEqualTo("ADA@example.com");
    assertThat(get("/v1/users/ada", basic()).statusCode()).isEqualTo(403);
    assertThat(get("/v1/users", basic()).statusCode()).isEqualTo(403);
    assertThat(json(put("ada", "{\"email\": \"new@example.com\"}", pair())).at("email").text())
        .isEqualTo("new@example.com");
  }

  @Test
  void usersBelongToAccounts() {
    put("ada", "{}", pair());
    var added =
        post(
            "/v1/users/ada/accounts",
            "{\"accounts\": [{\"id\": \"acme\", \"role\": \"admin\"}, {\"id\": \"initech\"}]}",
            pair());
    assertThat(added.statusCode()).isEqualTo(200);
    var accounts = json(added).at("accounts");
    assertThat(accounts.at(0).at("id").text()).isEqualTo("acme");
    assertThat(accounts.at(0).at("role").text()).isEqualTo("admin");
    assertThat(accounts.at(1).at("id").text()).isEqualTo("initech");

    var changed = exchange("PUT", "/v1/users/ada/accounts/acme", "{\"role\": \"owner\"}", pair());
    assertThat(json(changed).at("accounts").at(0).at("role").text()).isEqualTo("owner");
    var removed = exchange("DELETE", "/v1/users/ada/accounts/acme", "", pair());
    assertThat(json(removed).at("accounts").list()).hasSize(1);
    var missing = exchange("PUT", "/v1/users/ada/accounts/acme", "{\"role\": \"x\"}", pair());
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).contains("acme");

    var account = json(get("/v1/users/initech", pair()));
    assertThat(account.at("is_account").flag()).isTrue();
    assertThat(account.at("member_count").number()).isEqualTo(1);
    assertThat(text(post("/v1/users/ada/accounts", "{\"accounts\": [{}]}", pair())))
        .contains("accounts[0].id");
    assertThat(text(post("/v1/users/ada/accounts", "{}", pair()))).contains("accounts");
    assertThat(
            text(post("/v1/users/initech/accounts", "{\"accounts\": [{\"id\": \"a\"}]}", pair())))
        .contains("is an account");
  }

  @Test
  void anAccountIsAUserObject() {
    var made =
        put(
            "acme",
            """
            {"is_account": true, "email": "hello@acme.example", "number": "2348012345678",
             "meta": {"name": "Acme"}}
            """,
            pair());
    assertThat(json(made).at("is_account").flag()).isTrue();
    assertThat(json(made).at("number").text()).isEqualTo("2348012345678");
    assertThat(json(made).at("meta").at("name").text()).isEqualTo("Acme");
    assertThat(get("/v1/users/acme", pair()).body()).isEqualTo(made.body());
    var changed = put("acme", "{\"meta\": {\"name\": \"Acme Inc\"}}", pair());
    assertThat(json(changed).at("is_account").flag()).as("stays one").isTrue();
    assertThat(profiles.batches(workspace)).as("no user is made of it").isEmpty();

    put("ada", "{}", pair());
    var users = json(get("/v1/users", pair()));
    assertThat(users.at("data").at(0).at("uid").text()).isEqualTo("ada");
    var rest = json(get("/v1/users?next_cursor=" + users.at("next_cursor").text(), pair()));
    assertThat(rest.at("data").at(0).at("uid").text()).isEqualTo("acme");
    assertThat(rest.at("next_cursor").value().hasText()).isFalse();

    var stolen = put("acme", "{\"email\": \"eve@example.com\"}", basic());
    assertThat(stolen.statusCode()).isEqualTo(403);
    assertThat(put("acme", "{\"is_account\": false}", basic()).statusCode()).isEqualTo(403);
    var back = post("/v1/users/acme/convert", "{\"type\": \"customer\"}", pair());
    assertThat(back.statusCode()).as("the played service keeps no user of it").isEqualTo(404);
    assertThat(text(post("/v1/users/ada/convert", "{\"type\": \"team\"}", pair())))
        .contains("customer and account");
    assertThat(post("/v1/users/ada/convert", "{\"type\": \"account\"}", basic()).statusCode())
        .isEqualTo(403);
    assertThat(post("/v1/users/nobody/convert", "{\"type\": \"account\"}", pair()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatIsRefusedConvertsNobody() {
    put("acme", "{\"is_account\": true}", pair());
    post("/v1/users/ada/accounts", "{\"accounts\": [{\"id\": \"acme\"}]}", pair());
    var noUser = put("acme", "{\"is_account\": false, \"email\": \"no address\"}", pair());
    assertThat(noUser.statusCode()).isEqualTo(400);
    assertThat(text(noUser)).contains("email");
    var acme = json(get("/v1/users/acme", pair()));
    assertThat(acme.at("is_account").flag()).isTrue();
    assertThat(acme.at("member_count").number()).isEqualTo(1);

    var tooLong = "{\"is_account\": true, \"meta\": {\"%s\": 1}}".formatted("x".repeat(256));
    var noAccount = put("ada", tooLong, pair());
    assertThat(noAccount.statusCode()).isEqualTo(400);
    assertThat(text(noAccount)).contains("255");
    assertThat(json(get("/v1/users/ada", pair())).at("is_account").flag()).isFalse();
    assertThat(get("/v1/companies/ada", secret()).statusCode()).isEqualTo(404);
  }

  @Test
  void aUserOfThePlatformsIdIsConvertedByItsOwn() {
    put("ada", "{}", pair());
    var converted = put(PlayedProfiles.profileId("ada"), "{\"is_account\": true}", pair());
    assertThat(json(converted).at("uid").text()).isEqualTo("ada");
    assertThat(get("/v1/companies/ada", secret()).statusCode()).isEqualTo(200);
  }

  @Test
  void usersAreOnLists() {
    post(
        "/v3/topics",
        "{\"name\": \"News\", \"identifier\": \"news\"}",
        "X-ENGAGESPOT-API-KEY",
        PlayedKeys.writeKey(workspace),
        "X-ENGAGESPOT-API-SECRET",
        PlayedKeys.secretKey(workspace));
    var on = put("ada", "{\"lists\": [\"news\"]}", pair());
    assertThat(json(on).at("lists").at(0).at("id").text()).isEqualTo("news");
    assertThat(json(on).at("lists").at(0).at("subscribed").flag()).isTrue();
    var off = put("ada", "{\"lists\": [{\"id\": \"news\", \"subscribed\": false}]}", pair());
    assertThat(json(off).at("lists").list()).isEmpty();

    var missing = put("bob", "{\"lists\": [\"offers\"]}", pair());
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).contains("offers");
    assertThat(get("/v1/users/bob", pair()).statusCode()).as("nothing was written").isEqualTo(404);
    assertThat(text(put("ada", "{\"lists\": [7]}", pair()))).contains("lists[0]");
    assertThat(text(put("ada", "{\"lists\": [{}]}", pair()))).contains("lists[0].id");
    assertThat(text(put("acme", "{\"is_account\": true, \"lists\": [\"news\"]}", pair())))
        .contains("lists");
  }

  @Test
  void bothKeysAreOfOneWorkspace() {
    var mixed = basic(PlayedKeys.writeKey(workspace) + ":" + PlayedKeys.secretKey("other"));
    var refused = put("ada", "{}", mixed);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(text(refused)).contains("different workspaces");
    var unknown = basic(PlayedKeys.writeKey(workspace) + ":" + PlayedKeys.UNKNOWN);
    assertThat(put("ada", "{}", unknown).statusCode()).isEqualTo(401);
    var revoked = basic(PlayedKeys.REVOKED + ":" + PlayedKeys.secretKey("revoked"));
    assertThat(put("ada", "{}", revoked).statusCode()).isEqualTo(403);
    var twicePublic = basic(PlayedKeys.writeKey(workspace) + ":" + PlayedKeys.writeKey(workspace));
    assertThat(put("ada", "{}", twicePublic).statusCode()).isEqualTo(403);
    assertThat(put("ada", "{}").statusCode()).isEqualTo(401);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @Test
  void anotherWorkspaceFindsNobody() {
    put("ada", "{\"first_name\": \"Ada\"}", pair());
    var other = PlayedKeys.secretKey("w-" + UUID.randomUUID());
    var missing = get("/v1/users/ada", bearer(other));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).contains("'ada'");
    assertThat(get("/v1/users/" + PlayedProfiles.profileId("ada"), bearer(other)).statusCode())
        .isEqualTo(404);
    assertThat(json(get("/v1/users", bearer(other))).at("data").list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id": "bob"}                      | id               | never changes
          {"plan": "pro"}                    | plan             | known are
          {"meta": []}                       | meta             | an object is needed
          {"created_at": "yesterday"}        | created_at       | ISO 8601
          {"email": "no address"}            | email            | is not an e-mail address
          {"meta": {"phone": "1"}}           | meta.phone       | beside meta
          {"meta": {"x": 1e999}}             | meta.x           | out of range
          {"first_name": "a\\u0000"}         | first_name       | NUL
          [1]                                | body             | an object is needed
          {"first_name":                     | body             | not valid JSON
          """)
  void namesTheFieldAtFault(String body, String field, String hint) {
    var response = put("ada", body, pair());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains(field).contains(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                          | event      | missing
          {"event": ""}                               | event      | missing
          {"event": "E", "when": 1}                   | when       | known are
          {"event": "E", "properties": 1}             | properties | an object is needed
          {"event": "E", "timestamp": "soon"}         | timestamp  | ISO 8601
          {"event": "E", "timestamp": "0000-01-01"}    | timestamp  | years 1 to 9999
          """)
  void namesTheFieldAtFaultOfAnEvent(String body, String field, String hint) {
    var response = post("/v1/users/ada/events", body, pair());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains(field).contains(hint);
    assertThat(events.batches(workspace)).isEmpty();
  }

  @Test
  void namesTheFieldAtFaultThatAServiceFound() {
    var response =
        post("/v1/users/ada/events", "{\"event\": \"%s\"}".formatted("x".repeat(256)), pair());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("event").contains("255");
  }

  @Test
  void aServiceThatIsAwayIs503() {
    var response = put("ada", "{}", bearer(PlayedKeys.secretKey(PlayedProfiles.AWAY)));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(text(response)).contains("Retry-After");
  }
}
