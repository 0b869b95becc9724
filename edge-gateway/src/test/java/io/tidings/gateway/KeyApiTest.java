package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys over REST. */
class KeyApiTest extends GatewayTest {
  @Test
  @DisplayName("behaviour 52: keys of each kind are made, listed and revoked")
  void makesListsChangesAndRevokesKeys() {
    var made =
        post(
            "/v1/keys",
            """
            {"kind": "write", "name": "shop",
             "settings": {"typing": "string", "trustedDomains": ["shop.example"]}}
            """,
            secret());
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("secret").text()).isEqualTo("tw_shown-once");
    var id = json(made).at("key").at("id").text();

    var listed = json(get("/v1/keys", secret())).at("keys");
    assertThat(listed.list()).hasSize(1);
    assertThat(listed.at(0).at("kind").text()).isEqualTo("write");
    assertThat(listed.at(0).at("settings").at("typing").text()).isEqualTo("string");

    var changed =
        exchange(
            "PUT",
            "/v1/keys/" + id,
            "{\"settings\": {\"typing\": \"infer\", \"callsPerSecond\": 50}}",
            secret());
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).at("settings").at("typing").text()).isEqualTo("infer");
    assertThat(json(changed).at("settings").at("callsPerSecond").number()).isEqualTo(50);

    var revoked = exchange("DELETE", "/v1/keys/" + id, "", secret());
    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(json(revoked).at("revokedAt").text()).isNotEmpty();
  }

  @Test
  void isForSecretKeysAndTheOwnWorkspace() {
    assertThat(post("/v1/keys", "{\"kind\": \"write\", \"name\": \"x\"}", basic()).statusCode())
        .isEqualTo(403);
    assertThat(get("/v1/keys", basic()).statusCode()).isEqualTo(403);
    var id = UUID.randomUUID();
    assertThat(exchange("PUT", "/v1/keys/" + id, "{}", secret()).statusCode()).isEqualTo(404);
    assertThat(exchange("DELETE", "/v1/keys/" + id, "", secret()).statusCode()).isEqualTo(404);
    assertThat(exchange("PUT", "/v1/keys/mine", "{}", secret()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"kind": "root", "name": "x"}                                 | kind
          {"kind": "write", "name": "x", "settings": {"typing": "any"}} | settings.typing
          {"kind": "write", "name": "x", "settings": {"trustedDomains": "a"}} | settings.trustedDomains
          {"kind": "write", "name": "x", "settings": {"callsPerSecond": 0.5}} | settings.callsPerSecond
          {"kind": "write", "name": "x", "secret": "mine"}              | secret
          """)
  void namesTheFieldAtFault(String body, String field) {
    var response = post("/v1/keys", body, secret());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo(field);
  }
}
