package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A user of whom every service knows something is forgotten by all of them, and what happened
 * before does not bring the user back when it is told again.
 */
@ResourceLock("sandbox")
class ForgettingIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString();
  private final String userId = "user-" + run;
  private final String calls =
      """
      {"batch": [
        {"type": "identify", "userId": "USER", "messageId": "identify-RUN", "timestamp": "TIME",
         "traits": {"email": "USER@customer.example", "phone": "+2348031234568", "plan": "RUN"}},
        {"type": "track", "userId": "USER", "messageId": "track-RUN", "timestamp": "TIME",
         "event": "Order Completed", "properties": {"total": 42}},
        {"type": "group", "userId": "USER", "messageId": "group-RUN", "timestamp": "TIME",
         "groupId": "company-RUN"}]}
      """
          .replace("USER", userId)
          .replace("RUN", run)
          .replace("TIME", Instant.now().minusSeconds(1).toString());

  @Test
  void everyServiceForgetsAndNothingComesBack() throws Exception {
    var segment =
        post(
                "/v1/segments",
                """
                {"name": "%1$s", "definition": {"attribute": {
                  "name": "plan", "operator": "equals", "operands": ["%1$s"]}}}
                """
                    .formatted(run))
            .path("id")
            .asText();
    tellAll();
    var send = aSend();
    await().atMost(SOON).untilAsserted(this::assertEverythingIsKnown);

    var erasure = SYSTEM.rest().delete("/v1/users/" + userId, secretKey());
    assertThat(erasure.status()).isEqualTo(202);
    var report = await().atMost(SOON).until(() -> reports(erasure.body()), this::isComplete);

    assertThat(removed(report, "user", "profiles")).isEqualTo(1);
    assertThat(removed(report, "user", "company_memberships")).isEqualTo(1);
    assertThat(removed(report, "event", "events")).isEqualTo(1);
    assertThat(removed(report, "messaging", "sends")).isEqualTo(1);
    assertNobodyIsThere(segment);
    var scrubbed = get("/v1/sends/" + send);
    assertThat(scrubbed.status()).isEqualTo(200);
    assertThat(scrubbed.response().body()).doesNotContain(userId, "2348031234568", "Hello");

    tellAll();
    assertNobodyIsThere(segment);
    assertThat(get("/v1/rejects").response().body())
        .contains("identify-" + run, "track-" + run, "group-" + run);

    SYSTEM.rest().post("/v1/identify", writeKey(), "{\"userId\": \"%s\"}".formatted(userId));
    var fresh = export().body();
    assertThat(fresh.path("attributes")).as("whoever comes by the same id is new").isEmpty();
    assertThat(fresh.path("events")).isEmpty();
    assertThat(fresh.path("sends")).isEmpty();
  }

  private void tellAll() throws Exception {
    var answer = SYSTEM.rest().post("/v1/batch", writeKey(), calls);
    assertThat(answer.status()).isEqualTo(200);
  }

  private String aSend() throws Exception {
    var sent =
        post(
            "/v1/sends",
            """
            {"recipients": ["%s"], "content": {"sms": {"text": "Hello {{ user.plan }}"}}}
            """
                .formatted(userId));
    return sent.path("sends").path(0).path("id").asText();
  }

  private void assertEverythingIsKnown() throws Exception {
    var known = export().body();
    assertThat(known.path("attributes").findValuesAsText("name")).contains("email", "plan");
    assertThat(known.path("companies")).hasSize(1);
    assertThat(known.path("events")).hasSize(1);
    assertThat(known.path("segments")).hasSize(1);
    assertThat(known.path("sends")).hasSize(1);
    assertThat(SYSTEM.rest().received("sms", "+2348031234568"))
        .anySatisfy(sms -> assertThat(sms.path("text").asText()).isEqualTo("Hello " + run));
  }

  /** Whichever way the public interface is asked. */
  private void assertNobodyIsThere(String segment) throws Exception {
    assertThat(get("/v1/users/" + userId).status()).isEqualTo(404);
    assertThat(export().status()).isEqualTo(404);
    for (var identifier :
        new String[] {"user_id:" + userId, "email:" + userId + "@customer.example"}) {
      assertThat(
              get("/v1/spaces/default/collections/users/profiles/%s/traits".formatted(identifier))
                  .status())
          .as(identifier)
          .isEqualTo(404);
    }
    assertThat(get("/v1/companies/company-%s/members".formatted(run)).body().path("memberships"))
        .isEmpty();
    assertThat(get("/v1/segments/" + segment).body().path("memberCount").asInt()).isZero();
  }

  private JsonNode reports(JsonNode begun) throws Exception {
    return get("/v1/erasures/" + begun.path("erasureId").asText()).body();
  }

  private boolean isComplete(JsonNode report) {
    return report.path("complete").asBoolean();
  }

  private static int removed(JsonNode report, String service, String what) {
    for (var one : report.path("services")) {
      if (one.path("service").asText().equals(service)) {
        for (var removal : one.path("report").path("removals")) {
          if (removal.path("what").asText().equals(what)) {
            return removal.path("count").asInt();
          }
        }
      }
    }
    return 0;
  }

  private RestClient.Answer export() throws Exception {
    return get("/v1/users/%s/export".formatted(userId));
  }

  private RestClient.Answer get(String path) throws Exception {
    return SYSTEM.rest().get(path, secretKey());
  }

  private JsonNode post(String path, String body) throws Exception {
    var answer = SYSTEM.rest().post(path, secretKey(), body);
    assertThat(answer.status()).as(answer.response().body()).isBetween(200, 202);
    return answer.body();
  }

  private static String writeKey() {
    return SYSTEM.credentials().get("TIDINGS_WRITE_KEY");
  }

  private static String secretKey() {
    return SYSTEM.credentials().get("TIDINGS_SECRET_KEY");
  }
}
