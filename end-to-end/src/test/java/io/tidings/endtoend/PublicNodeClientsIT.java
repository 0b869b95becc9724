package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The clients that the vendors of the three dialects publish for Node, each with only its host
 * changed; what arrived is read over our own API.
 */
class PublicNodeClientsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String userId = "user-" + UUID.randomUUID();

  @BeforeAll
  static void install() throws Exception {
    NodeClient.install();
  }

  private JsonNode run(String script) throws Exception {
    return answers(NodeClient.run(script, environment(Map.of())));
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("USER_ID", userId);
    for (String name : new String[] {"TIDINGS_URL", "TIDINGS_WRITE_KEY", "TIDINGS_SECRET_KEY"}) {
      environment.put(name, SYSTEM.credentials().get(name));
    }
    return environment;
  }

  /** What a script printed last, where that is JSON. */
  private static JsonNode answers(String printed) throws Exception {
    String last = printed.strip().substring(printed.strip().lastIndexOf('\n') + 1);
    return last.startsWith("{") ? JSON.readTree(last) : JSON.nullNode();
  }

  private JsonNode read(String path) throws Exception {
    return SYSTEM.rest().get(path, SYSTEM.credentials().get("TIDINGS_SECRET_KEY")).body();
  }

  private JsonNode profile(String part) throws Exception {
    return read(
        "/v1/spaces/default/collections/users/profiles/user_id:%s/%s".formatted(userId, part));
  }

  @Test
  @DisplayName("behaviour 26: an SDK adds users, updates attributes and tracks events")
  void segmentsClientIsUnderstood() throws Exception {
    run("segment.cjs");
    assertWhatTheCollectionClientsSent();
  }

  @Test
  void rudderstacksClientIsUnderstood() throws Exception {
    run("rudderstack.cjs");
    assertWhatTheCollectionClientsSent();
  }

  private void assertWhatTheCollectionClientsSent() throws Exception {
    JsonNode events =
        await().atMost(SOON).until(() -> profile("events").path("data"), it -> it.size() == 2);
    assertThat(events.findValuesAsText("event"))
        .containsExactlyInAnyOrder("Order Completed", "Page view");
    JsonNode user = read("/v1/users/" + userId);
    assertThat(user.path("email").asText()).isEqualTo(userId + "@customer.example");
    assertThat(user.path("first_name").asText()).isEqualTo("Ada");
    assertThat(user.path("meta").path("plan").asText()).isEqualTo("pro");
    assertThat(user.path("meta").path("page_views").asInt()).isEqualTo(1);
    JsonNode ordered =
        profile("events?include=Order%20Completed").path("data").path(0).path("properties");
    assertThat(ordered.path("total").asInt()).isEqualTo(42);
  }

  @Test
  void engagesClientIsUnderstood() throws Exception {
    JsonNode answers = run("engage.cjs");

    JsonNode identified = answers.path("identified");
    assertThat(identified.path("uid").asText()).as(answers.toString()).isEqualTo(userId);
    assertThat(identified.path("number").asText()).isEqualTo("2348012345678");
    assertThat(identified.path("devices").path(0).path("platform").asText()).isEqualTo("ios");
    assertThat(identified.path("meta").path("plan").asText()).isEqualTo("pro");
    JsonNode changed = answers.path("changed");
    assertThat(changed.path("last_name").asText()).isEqualTo("Lovelace");
    assertThat(changed.path("meta").path("plan").asText()).isEqualTo("Plus");
    assertThat(answers.path("namedOnly").path("status").asText()).isEqualTo("ok");
    assertThat(answers.path("withProperties").path("status").asText()).isEqualTo("ok");
    assertThat(answers.path("refused").path("error").asText()).contains("fax");
    assertThat(answers.path("member").path("accounts").path(0).path("role").asText())
        .isEqualTo("admin");
    assertThat(answers.path("promoted").path("accounts").path(0).path("role").asText())
        .isEqualTo("owner");
    assertThat(answers.path("left").path("accounts")).isEmpty();
    assertThat(answers.path("account").path("is_account").asBoolean()).isTrue();
    assertThat(answers.path("account").path("meta").path("name").asText()).isEqualTo("Shop");
    assertThat(answers.path("customer").path("is_account").asBoolean()).isFalse();
    assertThat(answers.path("customer").path("email").asText())
        .isEqualTo("shop-" + userId + "@customer.example");
    assertThat(answers.path("accountAgain").path("is_account").asBoolean()).isTrue();

    JsonNode events = profile("events?sort=asc").path("data");
    assertThat(events.findValuesAsText("event")).containsExactly("Order Completed", "Logged in");
    assertThat(events.path(0).path("timestamp").asText()).isEqualTo("2025-03-04T05:06:07Z");
    assertThat(events.path(1).path("properties").path("value").asBoolean()).isTrue();
    JsonNode user = read("/v1/users/" + userId);
    assertThat(user.path("email").asText()).isEqualTo(userId + "@customer.example");
    assertThat(user.path("last_interaction").asText()).isNotEmpty();
  }

  @Test
  void engagespotsClientIsUnderstood() throws Exception {
    JsonNode answers = run("engagespot.cjs");

    assertThat(answers.path("user").path("identifier").asText())
        .as(answers.toString())
        .isEqualTo(userId);
    assertThat(answers.path("renamed").path("name").asText()).isEqualTo("Offers");
    assertThat(answers.path("subscribed").path("subscribed").asInt()).isEqualTo(1);
    assertThat(answers.path("subscribed").path("unknown").path(0).asText())
        .isEqualTo("nobody-" + userId);
    assertThat(answers.path("subscriptions").path(0).path("channels").toString())
        .isEqualTo("[\"inApp\",\"email\"]");
    assertThat(answers.path("changed").path(0).path("channels").toString())
        .isEqualTo("[\"mobilePush\"]");
    assertThat(answers.path("unsubscribed").path("unsubscribed").asInt()).isEqualTo(1);
    assertThat(answers.path("category").path("name").asText()).isEqualTo("Billing");
    assertThat(answers.path("erased").path("erasureId").asText()).isNotEmpty();
    assertThat(
            SYSTEM
                .rest()
                .get("/v1/users/gone-" + userId, SYSTEM.credentials().get("TIDINGS_SECRET_KEY"))
                .status())
        .isEqualTo(404);
    JsonNode user = read("/v1/users/" + userId);
    assertThat(user.path("number").asText()).isEqualTo("2348012345678");
    assertThat(user.path("meta").path("plan").asText()).isEqualTo("pro");
  }

  @Test
  void engagespotsClientForBrowsersIsUnderstood() throws Exception {
    String category = category();
    demandProof(true);

    JsonNode answers =
        answers(
            NodeClient.runBundled(
                "engagespot-core.mjs",
                environment(Map.of("CATEGORY", category, "USER_SIGNATURE", signature()))));
    JsonNode unsigned =
        answers(
            NodeClient.runBundled(
                "engagespot-core.mjs",
                environment(Map.of("CATEGORY", category, "USER_SIGNATURE", "forged"))));

    assertThat(answers.path("profile").asBoolean()).as(answers.toString()).isTrue();
    assertThat(answers.path("categories").findValuesAsText("id")).contains(category);
    assertThat(answers.path("preferences").toString())
        .contains("{\"channel\":\"email\",\"enabled\":false}");
    assertThat(read("/v1/users/" + userId).path("first_name").asText()).isEqualTo("Ada");
    assertThat(unsigned.path("profile").asBoolean()).isFalse();
    assertThat(unsigned.has("preferences")).isFalse();
  }

  /** The system is everybody's: other tests do not sign. */
  @AfterEach
  void demandNoProof() throws Exception {
    demandProof(false);
  }

  private static void demandProof(boolean demanded) throws Exception {
    String secret = SYSTEM.credentials().get("TIDINGS_SECRET_KEY");
    var answer =
        SYSTEM
            .rest()
            .put(
                "/v1/claim-settings",
                secret,
                "{\"proofRequired\": %b, \"signingSecret\": \"%s\"}".formatted(demanded, secret));
    assertThat(answer.status()).isEqualTo(200);
  }

  private String category() throws Exception {
    var request =
        HttpRequest.newBuilder(
                SYSTEM.credentials().gateway().resolve("/v3/notifications/categories"))
            .header("X-ENGAGESPOT-API-KEY", SYSTEM.credentials().get("TIDINGS_WRITE_KEY"))
            .header("X-ENGAGESPOT-API-SECRET", SYSTEM.credentials().get("TIDINGS_SECRET_KEY"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"identifier\": \"%s\", \"name\": \"Billing\"}".formatted(userId)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body()).path("id").asText();
    }
  }

  /** As the customer's server signs a user's id, with the API secret. */
  private String signature() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] secret = SYSTEM.credentials().get("TIDINGS_SECRET_KEY").getBytes(StandardCharsets.UTF_8);
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] signed = mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signed);
  }
}
