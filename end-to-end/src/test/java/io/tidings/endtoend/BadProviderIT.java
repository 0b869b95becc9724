package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Providers that answer garbage, refuse or do not answer: each send is on record with what was
 * said, none is lost, and what goes by another provider goes on.
 */
@ResourceLock("sandbox")
class BadProviderIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private Sandbox sandbox;

  /** A way to reach a user: by which of the sandbox's endpoints, on which channel, at what. */
  private record Way(String endpoint, String channel, String attributes, String address) {}

  private Way email() {
    String address = run + "@customer.example";
    return new Way("smtp", "email", "\"email\": \"%s\"".formatted(address), address);
  }

  private Way sms() {
    String number = "+234803%07d".formatted(Long.parseLong(run, 16) % 10_000_000);
    return new Way("smpp", "sms", "\"number\": \"%s\"".formatted(number), number);
  }

  private Way push(String endpoint, String platform) {
    String token = platform + "-" + run;
    return new Way(
        endpoint,
        "push",
        "\"device_token\": \"%s\", \"device_platform\": \"%s\"".formatted(token, platform),
        token);
  }

  @BeforeEach
  void findSandbox() {
    sandbox = new Sandbox(SYSTEM.credentials().sandbox());
  }

  @AfterEach
  void clearFaults() throws Exception {
    sandbox.clearFaults();
  }

  @Test
  void whatWasAnsweredWithGarbageGoesOutOnceTheProviderIsItselfAgain() throws Exception {
    List<Way> ways = List.of(email(), sms(), push("apns", "ios"), push("fcm", "android"));
    List<String> sends = new ArrayList<>();
    for (Way way : ways) {
      sandbox.setFault(way.endpoint(), "garbage", 1);
      sends.add(send(way, "transactional"));
    }
    for (String send : sends) {
      JsonNode tried =
          await().atMost(SOON).until(() -> read(send), found -> found.path("attempts").asInt() > 0);
      assertThat(tried.path("state").asText()).isEqualTo("SENDING");
      assertThat(tried.path("reason").asText()).isNotBlank();
    }

    sandbox.clearFaults();

    for (int i = 0; i < ways.size(); i++) {
      awaitState(sends.get(i), "SENT", "DELIVERED");
      assertThat(received(ways.get(i))).as(ways.get(i).endpoint()).hasSize(1);
    }
  }

  @Test
  void whatIsRefusedFailsWithTheProvidersWords() throws Exception {
    sandbox.setFault("smpp", "unknown_recipient", 1);
    sandbox.setFault("fcm", "unknown_recipient", 1);
    String text = send(sms(), "transactional");
    String notification = send(push("fcm", "android"), "transactional");
    String mail = send(email(), "transactional");

    awaitState(mail, "SENT", "DELIVERED");
    assertThat(awaitState(text, "FAILED").path("reason").asText()).isNotBlank();
    assertThat(awaitState(notification, "FAILED").path("reason").asText()).contains("UNREGISTERED");
    assertThat(received(sms())).isEmpty();
    assertThat(received(email())).hasSize(1);
  }

  @Test
  void whatIsNotAnsweredStandsInDoubtAndIsNotSentTwice() throws Exception {
    sandbox.setFault("smpp", "hang", 1);
    String text = send(sms(), "marketing");
    String mail = send(email(), "marketing");

    awaitState(mail, "SENT", "DELIVERED");
    assertThat(awaitState(text, "IN_DOUBT").path("reason").asText())
        .contains("did not answer within");
    sandbox.clearFaults();
    assertThat(received(sms())).as("it had arrived all the same").hasSize(1);
  }

  /** Answers the id of the send. */
  private String send(Way way, String sendClass) throws Exception {
    String body =
        """
        {"recipients": [{"userId": "%s-%s", "attributes": {%s}}],
         "channels": ["%s"], "class": "%s",
         "content": {"email": {"subject": "%s", "text": "Hi"}, "sms": {"text": "Hi"},
                     "push": {"title": "Hi", "body": "There"}}}
        """
            .formatted(run, way.endpoint(), way.attributes(), way.channel(), sendClass, run);
    var answer = SYSTEM.rest().post("/v1/sends", secretKey(), body);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
    JsonNode send = answer.body().path("sends").path(0);
    assertThat(send.path("state").asText()).isEqualTo("QUEUED");
    return send.path("id").asText();
  }

  private static JsonNode awaitState(String send, String... states) {
    return await()
        .atMost(SOON)
        .until(() -> read(send), found -> List.of(states).contains(found.path("state").asText()));
  }

  private static JsonNode read(String send) throws Exception {
    return SYSTEM.rest().get("/v1/sends/" + send, secretKey()).body();
  }

  private static List<JsonNode> received(Way way) throws Exception {
    return SYSTEM.rest().received(way.channel(), way.address());
  }

  private static String secretKey() {
    return SYSTEM.credentials().get("TIDINGS_SECRET_KEY");
  }
}
