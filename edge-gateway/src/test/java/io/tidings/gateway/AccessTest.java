package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.proto.integration.v1.SourceSettings;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, origins, and what is answered when a service is away. */
class AccessTest extends GatewayTest {
  private static final String CALL = "{\"userId\": \"u1\", \"event\": \"E\"}";

  @Test
  void takesTheKeyFromBasicBearerAndBody() {
    var key = PlayedKeys.writeKey(workspace);
    assertThat(post("/v1/track", CALL, basic(key + ":")).statusCode()).isEqualTo(200);
    assertThat(post("/v1/track", CALL, basic(key)).statusCode()).isEqualTo(200);
    assertThat(post("/v1/track", CALL, bearer(key)).statusCode()).isEqualTo(200);
    assertThat(post("/v1/track", CALL, secret()).statusCode()).isEqualTo(200);
    var inBody = "{\"userId\": \"u1\", \"event\": \"E\", \"writeKey\": \"%s\"}".formatted(key);
    assertThat(post("/v1/track", inBody).statusCode()).isEqualTo(200);
    var inBatch =
        "{\"writeKey\": \"%s\", \"batch\": [%s]}"
            .formatted(key, "{\"type\":\"identify\",\"userId\":\"u\"}");
    assertThat(post("/v1/batch", inBatch).statusCode()).isEqualTo(200);
    assertThat(events.batches(workspace)).hasSize(5);
    assertThat(profiles.batches(workspace)).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/track", "/v1/batch", "/v1/identify", "/v1/sends", "/v1/templates"})
  void withoutAKeyIs401(String path) {
    var response = post(path, "{\"batch\": [], \"userId\": \"u1\", \"event\": \"E\"}");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response).at("code").text()).isEqualTo("authentication_error");
    assertThat(error(response).at("message").text()).contains("Authorization: Bearer");
  }

  @Test
  void anUnknownKeyIs401AndARevokedOne403() {
    assertThat(post("/v1/track", CALL, bearer(PlayedKeys.UNKNOWN)).statusCode()).isEqualTo(401);
    assertThat(post("/v1/track", CALL, bearer("nonsense")).statusCode()).isEqualTo(401);
    assertThat(post("/v1/track", CALL, "Authorization", "Basic ***").statusCode()).isEqualTo(401);
    var revoked = post("/v1/track", CALL, bearer(PlayedKeys.REVOKED));
    assertThat(revoked.statusCode()).isEqualTo(403);
    assertThat(error(revoked).at("message").text()).contains("revoked");
  }

  @Test
  @DisplayName("behaviour 50: a key in use is answered 403 within 5 s of its revocation")
  void aRevocationReachesKeysInUse() {
    var key = PlayedKeys.writeKey(workspace);
    assertThat(post("/v1/track", CALL, bearer(key)).statusCode()).isEqualTo(200);
    keys.revoke(key);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> post("/v1/track", CALL, bearer(key)).statusCode() == 403);
  }

  @Test
  void aKeyOfADisabledWorkspaceIs403() {
    var response = post("/v1/track", CALL, bearer(PlayedKeys.DISABLED));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(error(response).at("message").text()).contains("'closed'").contains("disabled");
  }

  @ParameterizedTest
  @DisplayName("behaviour 51: a browser may call from the trusted domains only")
  @CsvSource({
    "https://shop.example,200",
    "http://SHOP.example:8080,200",
    "https://www.shop.example,403",
    "https://a.b.partner.example,200",
    "https://partner.example,403",
    "https://notpartner.example,403",
    "http://localhost:3000,200",
    "http://localhost:3001,403",
    "http://localhost,403",
    "https://shop.example.evil.example,403",
    "https://evil.example/shop.example,403",
    "null,403",
    "nonsense,403",
    "https://,403",
    "'',403",
    ",200",
  })
  void trustsTheDomainsOfTheList(String origin, int status) {
    var key = PlayedKeys.writeKey(workspace);
    keys.setSettings(
        key,
        SourceSettings.newBuilder()
            .addTrustedDomains("shop.example")
            .addTrustedDomains("*.partner.example")
            .addTrustedDomains("localhost:3000"));
    var headers = origin == null ? bearer(key) : with(bearer(key), "Origin", origin);
    assertThat(post("/v1/t", CALL, headers).statusCode()).isEqualTo(status);
    assertThat(get("/v1/projects/" + key + "/settings", headers).statusCode()).isEqualTo(status);
    assertThat(events.batches(workspace)).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  @DisplayName(
      "behaviour 51: the list of trusted domains can be edited; with none, none is refused")
  void anEditOfTheTrustedDomainsReachesKeysInUse() {
    var key = PlayedKeys.writeKey(workspace);
    var headers = with(bearer(key), "Origin", "https://shop.example");
    assertThat(post("/v1/t", CALL, headers).statusCode()).isEqualTo(200);
    keys.setSettings(key, SourceSettings.newBuilder().addTrustedDomains("other.example"));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> post("/v1/t", CALL, headers).statusCode() == 403);
    var refused = post("/v1/t", CALL, headers);
    assertThat(error(refused).at("message").text()).contains("https://shop.example");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
        .as("or the page could not read why")
        .hasValue("https://shop.example");
    keys.setSettings(key, SourceSettings.newBuilder());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> post("/v1/t", CALL, headers).statusCode() == 200);
  }

  @Test
  void aWriteKeyOpensNoSecretRoute() {
    assertThat(post("/v1/sends", "{}", basic()).statusCode()).isEqualTo(403);
    assertThat(get("/v1/users/u1", basic()).statusCode()).isEqualTo(403);
    assertThat(get("/v1/templates", basic()).statusCode()).isEqualTo(403);
    assertThat(get("/v1/sends/" + UUID.randomUUID(), basic()).statusCode()).isEqualTo(403);
    assertThat(post("/v1/imports", "id\nu1\n", basic()).statusCode()).isEqualTo(403);
  }

  @Test
  void browsersMayCallFromAnywhere() {
    var preflight =
        exchange(
            HttpRequest.newBuilder(address().resolve("/v1/t"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
            "Origin",
            "https://shop.example",
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type,x-retry-count");
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(preflight.headers().allValues("Access-Control-Allow-Headers").toString())
        .contains("authorization", "content-type", "x-retry-count");
    var call = post("/v1/t", CALL, with(basic(), "Origin", "https://shop.example"));
    assertThat(call.statusCode()).isEqualTo(200);
    assertThat(call.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
  }

  @Test
  void tellsTheBrowserWhereToSend() {
    var response = get("/v1/projects/" + PlayedKeys.writeKey(workspace) + "/settings");
    var settings = json(response).at("integrations").at("Segment.io");
    assertThat(settings.at("apiHost").text()).isEqualTo(address().getAuthority() + "/v1");
    assertThat(get("/v1/projects/" + PlayedKeys.UNKNOWN + "/settings").statusCode()).isEqualTo(401);
  }

  @Test
  void whatCouldNotBeMadeDurableIs503() {
    var users = post("/v1/track", CALL, bearer(PlayedKeys.writeKey(PlayedProfiles.AWAY)));
    assertThat(users.statusCode()).isEqualTo(503);
    assertThat(users.headers().firstValue("Retry-After")).hasValue("2");
    var history = post("/v1/track", CALL, bearer(PlayedKeys.writeKey(PlayedEvents.AWAY)));
    assertThat(history.statusCode()).isEqualTo(503);
    assertThat(history.headers().firstValue("Retry-After")).as("rounded up").hasValue("2");
    assertThat(error(history).at("code").text()).isEqualTo("unavailable");
  }

  @Test
  void servicesThatDoNotListenAre503() {
    try (var alone = start("127.0.0.1:1")) {
      var response =
          exchange(
              HttpRequest.newBuilder(alone.getURI().resolve("/v1/track"))
                  .POST(HttpRequest.BodyPublishers.ofString(CALL)),
              basic());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void errorsOfTheServerHaveTheSameShape() {
    var missing = get("/v1/nonsense");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(error(missing).at("code").text()).isEqualTo("not_found");
    assertThat(get("/v1/track").statusCode()).isEqualTo(405);
    var large = post("/v1/batch", new byte[9 * 1024 * 1024], basic());
    assertThat(large.statusCode()).isEqualTo(400);
    assertThat(error(large).at("code").text()).isEqualTo("invalid_request_error");
  }
}
