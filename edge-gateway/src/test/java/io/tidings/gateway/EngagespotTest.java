package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notifications dialect: who calls, users, preferences and topics. */
class EngagespotTest extends GatewayTest {
  private String[] server() {
    return new String[] {
      "X-ENGAGESPOT-API-KEY", PlayedKeys.writeKey(workspace),
      "X-ENGAGESPOT-API-SECRET", PlayedKeys.secretKey(workspace)
    };
  }

  private String[] visitor(String userId) {
    return new String[] {
      "X-ENGAGESPOT-API-KEY", PlayedKeys.writeKey(workspace), "X-ENGAGESPOT-USER-ID", userId
    };
  }

  private HttpResponse<String> patchProfile(String... headers) {
    return exchange("PATCH", "/v3/profile", "{\"plan\": \"pro\"}", headers);
  }

  @ParameterizedTest
  @DisplayName("behaviour 17: a server names its users by the secret key")
  @ValueSource(strings = {"/v3", "/v4"})
  void aServerCreatesAndUpdatesUsers(String base) {
    var path = base + "/users/ada%2F1";
    var made =
        exchange("PUT", path, "{\"email\": \"ada@example.com\", \"plan\": \"pro\"}", server());
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(json(made).at("identifier").text()).isEqualTo("ada/1");
    assertThat(json(made).at("id").text()).isEqualTo(PlayedProfiles.profileId("ada/1"));
    var changed = exchange("PUT", path, "{\"plan\": null, \"city\": \"Lagos\"}", server());
    assertThat(json(changed).at("email").text()).isEqualTo("ada@example.com");
    assertThat(json(changed).at("city").text()).isEqualTo("Lagos");
    assertThat(json(changed).value().getObject().getValuesMap()).doesNotContainKey("plan");
    assertThat(json(get("/v1/users/ada%2F1", pair())).at("email").text())
        .as("every dialect tells of the same users")
        .isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3/users/ada%2F1",
        "/v4/users/ada%2F1",
        "/v3/usersada%2F1", // as the dialect's own library writes it
        "/v4/usersada%2F1"
      })
  void aServerHasAUserForgotten(String path) {
    var begun = exchange("DELETE", path, "", server());
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(json(begun).at("erasureId").text()).isEqualTo(PlayedErasures.erasureId("ada/1"));
    assertThat(erasures.erased(workspace)).containsExactly("ada/1");
  }

  @Test
  void onlyAServerHasUsersForgotten() {
    var path = "/v3/users/ada";
    assertThat(exchange("DELETE", path, "", visitor("ada")).statusCode()).isEqualTo(403);
    assertThat(exchange("DELETE", path, "").statusCode()).isEqualTo(401);
    assertThat(exchange("DELETE", "/v3/usersada", "", visitor("ada")).statusCode()).isEqualTo(403);
    assertThat(exchange("DELETE", "/v3/users/nobody", "", server()).statusCode()).isEqualTo(404);
    assertThat(erasures.erased(workspace)).isEmpty();
  }

  @Test
  void aServerNeedsBothKeysOfOneWorkspace() {
    var path = "/v3/users/ada";
    assertThat(exchange("PUT", path, "{}").statusCode()).isEqualTo(401);
    assertThat(exchange("PUT", path, "{}", visitor("ada")).statusCode()).isEqualTo(403);
    var mixed =
        exchange(
            "PUT",
            path,
            "{}",
            "X-ENGAGESPOT-API-KEY",
            PlayedKeys.writeKey(workspace),
            "X-ENGAGESPOT-API-SECRET",
            PlayedKeys.secretKey("other"));
    assertThat(mixed.statusCode()).isEqualTo(401);
    assertThat(error(mixed).at("message").text()).contains("different workspaces");
    var unknown = exchange("PUT", path, "{}", "X-ENGAGESPOT-API-KEY", PlayedKeys.UNKNOWN);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(profiles.batches(workspace)).isEmpty();
  }

  @Test
  void namesTheFieldAtFault() {
    var refused = exchange("PUT", "/v3/users/ada", "{\"email\": \"no address\"}", server());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused).at("field").text()).isEqualTo("email");
    assertThat(exchange("PUT", "/v3/users/ada", "[]", server()).statusCode()).isEqualTo(400);
  }

  @Test
  void aVisitorUpdatesThemselves() {
    var updated = patchProfile(visitor("ada"));
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(json(get("/v1/users/ada", pair())).at("meta").at("plan").text()).isEqualTo("pro");
    var named = patchProfile(with(server(), "X-ENGAGESPOT-USER-ID", "bob"));
    assertThat(json(named).at("plan").text()).as("a server that names a user").isEqualTo("pro");
    var nobody = patchProfile(server());
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(error(nobody).at("message").text()).contains("X-ENGAGESPOT-USER-ID");
  }

  @Test
  void tellsAVisitorWhatIsKnownOfThemOnceTheyProvedWhoTheyAre() {
    exchange("PUT", "/v3/users/ada", "{\"email\": \"a@x.example\"}", server());
    assertThat(patchProfile(visitor("ada")).body())
        .isEqualTo("{\"identifier\":\"ada\",\"status\":\"ok\"}");
    var proven = patchProfile(with(visitor("ada"), "X-ENGAGESPOT-USER-SIGNATURE", "signed by ada"));
    assertThat(json(proven).at("identifier").text()).isEqualTo("ada");
    assertThat(json(proven).at("email").text()).isEqualTo("a@x.example");
    assertThat(json(proven).at("plan").text()).isEqualTo("pro");
  }

  @Test
  @DisplayName("behaviour 17: a browser names its user by the public key and an id, signed or not")
  void aVisitorProvesWhoTheyAreWhereThatIsDemanded() {
    var settings =
        exchange(
            "PUT",
            "/v1/claim-settings",
            "{\"proofRequired\": true, \"signingSecret\": \"s\"}",
            secret());
    assertThat(json(settings).at("proofRequired").flag()).isTrue();
    assertThat(json(settings).at("hasSigningSecret").flag()).isTrue();
    assertThat(settings.body()).doesNotContain("signingSecret");
    assertThat(json(get("/v1/claim-settings", secret())).at("proofRequired").flag()).isTrue();
    assertThat(get("/v1/claim-settings", basic()).statusCode()).isEqualTo(403);

    var unproven = patchProfile(visitor("ada"));
    assertThat(unproven.statusCode()).isEqualTo(401);
    assertThat(error(unproven).at("message").text()).isEqualTo("a proof is demanded");
    var header = "X-ENGAGESPOT-USER-SIGNATURE";
    assertThat(patchProfile(with(visitor("ada"), header, "signed by bob")).statusCode())
        .isEqualTo(401);
    assertThat(patchProfile(with(visitor("ada"), header, "signed by ada")).statusCode())
        .isEqualTo(200);
    assertThat(profiles.batches(workspace)).hasSize(1);
  }

  @Test
  void aTokenSaysWorkspaceAndUser() throws JOSEException {
    var updated = patchProfile(bearer(token(PlayedKeys.writeKey(workspace))));
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(json(updated).at("identifier").text()).isEqualTo("t");
    assertThat(profiles.batches(workspace)).hasSize(1);
    assertThat(patchProfile(bearer(token(PlayedKeys.UNKNOWN))).statusCode()).isEqualTo(401);
    assertThat(patchProfile(bearer(token(""))).statusCode()).isEqualTo(401);
    assertThat(patchProfile(bearer("nonsense")).statusCode()).isEqualTo(401);
  }

  private static String token(String apiKey) throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder().subject("user:t").claim("apiKey", apiKey).build());
    token.sign(new MACSigner("a secret of at least thirty-two characters"));
    return token.serialize();
  }

  @Test
  void aVisitorReadsAndChangesPreferences() {
    var made =
        post(
            "/v3/notifications/categories",
            "{\"identifier\": \"billing\", \"name\": \"Billing\"}",
            server());
    var id = json(made).at("id").text();
    assertThat(json(made).at("identifier").text()).isEqualTo("billing");
    var categories = get("/v3/categories", visitor("ada"));
    assertThat(categories.body())
        .isEqualTo(
            "[{\"id\":\"%s\",\"identifier\":\"billing\",\"name\":\"Billing\"}]".formatted(id));

    var changed =
        exchange(
            "PATCH",
            "/v3/preferences",
            """
            {"preference": [{"categoryId": "%s", "channels": [
              {"channel": "inApp", "enabled": false}, {"channel": "mobilePush", "enabled": true}]}]}
            """
                .formatted(id),
            visitor("ada"));
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body())
        .isEqualTo(
            """
            [{"category":{"id":"%s","identifier":"billing","name":"Billing"},\
            "channelPreferences":[{"channel":"inApp","enabled":false},\
            {"channel":"mobilePush","enabled":true}]}]\
            """
                .formatted(id));
    assertThat(get("/v3/preferences", visitor("ada")).body()).isEqualTo(changed.body());
    assertThat(get("/v3/preferences", visitor("nobody")).statusCode()).isEqualTo(404);

    var path = "/v3/notifications/categories/" + id.replace(" ", "%20");
    assertThat(exchange("DELETE", path, "", visitor("ada")).statusCode()).isEqualTo(403);
    assertThat(exchange("DELETE", path, "", server()).statusCode()).isEqualTo(200);
    assertThat(exchange("DELETE", path, "", server()).statusCode()).isEqualTo(404);
    assertThat(get("/v3/preferences", visitor("ada")).body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                 | preference
          {"preference": ["a"]}                                              | preference[0]
          {"preference": [{"channels": []}]}                                 | preference[0].categoryId
          {"preference": [{"categoryId": "c", "channels": "email"}]}         | preference[0].channels
          {"preference": [{"categoryId": "c", "channels": [{}]}]}            | preference[0].channels[0].channel
          {"preference": [{"categoryId": "c", "channels": [{"channel": "sms"}]}]} | preference[0].channels[0].enabled
          """)
  void namesWhatOfAPreferenceIsAtFault(String body, String field) {
    var refused = exchange("PATCH", "/v3/preferences", body, visitor("ada"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused).at("field").text()).isEqualTo(field);
  }

  @Test
  void usersSubscribeToTopics() {
    var made = post("/v4/topics", "{\"name\": \"News\", \"identifier\": \"news\"}", server());
    assertThat(json(made).at("identifier").text()).isEqualTo("news");
    var renamed = exchange("PATCH", "/v3/topics/news", "{\"name\": \"Offers\"}", server());
    assertThat(json(renamed).at("name").text()).isEqualTo("Offers");

    var subscribed =
        post(
            "/v3/topics/news/users",
            """
            {"users": [{"identifier": "ada", "channels": ["inApp", "email"]}, "nobody"]}
            """,
            server());
    assertThat(json(subscribed).at("subscribed").number()).isEqualTo(1);
    assertThat(json(subscribed).at("unknown").list()).hasSize(1);
    assertThat(json(subscribed).at("unknown").at(0).text()).isEqualTo("nobody");
    assertThat(get("/v3/topics/subscriptions/ada", server()).body())
        .isEqualTo(
            """
            [{"topic":{"id":"id of news","identifier":"news","name":"Offers"},\
            "channels":["inApp","email"]}]\
            """);
    var channels = "{\"channels\": [\"mobilePush\"]}";
    assertThat(exchange("PUT", "/v3/topics/news/users/ada", channels, server()).statusCode())
        .isEqualTo(200);
    assertThat(exchange("PUT", "/v3/topics/news/users/nobody", channels, server()).statusCode())
        .isEqualTo(404);
    assertThat(get("/v3/topics/subscriptions/ada", server()).body()).contains("[\"mobilePush\"]");

    var ended = post("/v3/topics/news/detachUsers", "{\"users\": [\"ada\"]}", server());
    assertThat(json(ended).at("unsubscribed").number()).isEqualTo(1);
    assertThat(get("/v3/topics/subscriptions/ada", server()).body()).isEqualTo("[]");
    assertThat(exchange("DELETE", "/v3/topics/news", "", server()).statusCode()).isEqualTo(200);
    assertThat(exchange("DELETE", "/v3/topics/news", "", server()).statusCode()).isEqualTo(404);
    assertThat(post("/v3/topics", "{}", visitor("ada")).statusCode()).isEqualTo(403);
    assertThat(error(post("/v3/topics/news/users", "{}", server())).at("field").text())
        .isEqualTo("users");
  }

  @Test
  void browsersMayPatch() {
    var preflight =
        exchange(
            "OPTIONS",
            "/v3/profile",
            "",
            "Origin",
            "https://shop.example",
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Headers",
            "x-engagespot-api-key,x-engagespot-user-id");
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
  }

  @Test
  void whatIsNotThereIs404() {
    var missing =
        post("/v3/notifications", "{}", with(server(), "X-Request", UUID.randomUUID().toString()));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(error(missing).at("code").text()).isEqualTo("not_found");
  }
}
