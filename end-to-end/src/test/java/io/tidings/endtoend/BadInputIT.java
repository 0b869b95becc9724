package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.KeyKind;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.RevokeKeyRequest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input at the front door of the running system, each beside good input: the error names the
 * field, what was offered and what is allowed; nothing is half done, and the good goes on.
 */
class BadInputIT {
  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  private final String run = UUID.randomUUID().toString().substring(0, 8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"userId\": \"USER\", \"event\": \"E\",}",
        "{\"userId\": \"USER\"",
        "USER did E",
        "[\"USER\"]",
        ""
      })
  void malformedJson(String body) throws Exception {
    JsonNode error = refused(400, "/v1/track", writeKey(), body);

    assertThat(error.path("code").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asText()).isNotBlank();
    assertNothingIsKnown();
    goodCallIsTaken();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"userId": {"id": "USER"}, "event": "E"}              | userId             | text
          {"userId": "USER", "event": ["E"]}                    | event              | text
          {"userId": "USER"}                                    | event              | missing
          {"event": "E", "properties": {"who": "USER"}}         | userId             | anonymousId
          {"userId": "USER", "event": "E", "properties": "all"} | properties         | object
          {"userId": "USER", "event": "E", "timestamp": "soon"} | timestamp          | soon
          """)
  void eventsThatAreNotAsTheyMustBe(String body, String field, String hint) throws Exception {
    JsonNode error = refused(400, "/v1/track", writeKey(), body);

    assertThat(error.path("field").asText()).isEqualTo(field);
    assertThat(error.path("message").asText()).contains(hint);
    assertNothingIsKnown();
    goodCallIsTaken();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"device_token": "t-USER", "device_platform": "windows"} | device_platform | windows | ios     | android
          {"device_token": "t-USER"}                               | device_platform | without | ios     | android
          {"number": "08012"}                                      | number          | 08012   | international | +2348012345678
          {"phone": "08012"}                                       | phone           | 08012   | international | +2348012345678
          {"email": "ada.example.com"}                             | email           | ada.example.com | e-mail address | ada@example.com
          """)
  void attributesThatCannotBe(
      String traits, String field, String offered, String allowed, String alsoAllowed)
      throws Exception {
    String body = "{\"userId\": \"USER\", \"traits\": %s}".formatted(traits);
    JsonNode error = refused(400, "/v1/identify", writeKey(), body);

    assertThat(error.path("field").asText()).endsWith(field);
    assertThat(error.path("message").asText()).contains(offered, allowed, alsoAllowed);
    assertNothingIsKnown();
    goodCallIsTaken();
  }

  @Test
  void aCallOrABatchThatIsTooLarge() throws Exception {
    String call =
        "{\"userId\": \"USER\", \"event\": \"E\", \"properties\": {\"note\": \"%s\"}}"
            .formatted("n".repeat(40_000));
    assertThat(refused(400, "/v1/track", writeKey(), call).path("message").asText())
        .contains("32768");
    String batch = "{\"batch\": [%s]}".formatted((call + ",").repeat(20) + call);
    assertThat(refused(400, "/v1/batch", writeKey(), batch).path("message").asText())
        .contains("512000");
    assertNothingIsKnown();
    goodCallIsTaken();
  }

  @Test
  void badCallsOfABatchTakeNoGoodOneWithThem() throws Exception {
    String batch =
        """
        {"batch": [
          {"type": "identify", "userId": "bad-1-USER", "traits": {"number": "08012"}},
          {"type": "identify", "userId": "good-1-USER", "traits": {"plan": "Plus"}},
          {"type": "track", "event": "Nobody"},
          {"type": "jump", "userId": "bad-2-USER"},
          {"type": "track", "userId": {"id": "bad-3-USER"}, "event": "E"},
          {"type": "identify", "userId": "good-2-USER", "traits": {"number": "+2348031234567"}}
        ]}
        """;

    assertThat(post("/v1/batch", writeKey(), batch).status()).isEqualTo(200);
    for (int good = 1; good <= 2; good++) {
      assertThat(statusOfUser("good-" + good + "-" + run)).isEqualTo(200);
    }
    for (int bad = 1; bad <= 3; bad++) {
      assertThat(statusOfUser("bad-" + bad + "-" + run)).as("bad " + bad).isEqualTo(404);
    }
  }

  @Test
  void keysThatOpenNothing() throws Exception {
    String call = "{\"userId\": \"USER\", \"event\": \"E\"}";
    assertThat(refused(401, "/v1/track", "tw_unknown", call).path("message").asText())
        .contains("unknown");
    assertThat(refused(401, "/v1/track", "", call).path("message").asText())
        .contains("Authorization");
    assertThat(refused(403, "/v1/sends", writeKey(), "{}").path("message").asText())
        .contains("secret key");
    String revoked = aRevokedKey();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> post("/v1/track", revoked, goodCall()).status() == 403);
    assertThat(refused(403, "/v1/track", revoked, call).path("message").asText())
        .contains("revoked");
    assertNothingIsKnown();
    goodCallIsTaken();
  }

  /** One that was good until now. */
  private String aRevokedKey() throws Exception {
    ManagedChannel channel =
        KeyedChannel.to(SYSTEM.credentials().get("TIDINGS_INTEGRATION_GRPC"), secretKey());
    try {
      var keys = KeyServiceGrpc.newBlockingStub(channel);
      var made =
          keys.createKey(
              CreateKeyRequest.newBuilder()
                  .setKind(KeyKind.KEY_KIND_WRITE)
                  .setName("to be revoked " + run)
                  .build());
      assertThat(post("/v1/track", made.getSecret(), goodCall()).status()).isEqualTo(200);
      keys.revokeKey(RevokeKeyRequest.newBuilder().setKeyId(made.getKey().getId()).build());
      return made.getSecret();
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {"sms": {"text": "Hi {{ user.first_name"}}               ~ sms.text      ~ {{ user.first_name
          {"sms": {"text": "{% if user.vip %}Hi"}}                 ~ sms.text      ~ line 1
          {"email": {"subject": "{{ a | shout }}", "text": "Hi"}}  ~ email.subject ~ shout
          {"fax": {"text": "Hi"}}                                  ~ fax           ~ email
          """)
  void aTemplateThatDoesNotParse(String content, String field, String hint) throws Exception {
    String body = "{\"name\": \"USER\", \"content\": %s}".formatted(content);
    JsonNode error = refused(400, "/v1/templates", secretKey(), body);

    assertThat(error.path("field").asText()).endsWith(field);
    assertThat(error.path("message").asText()).contains(hint);
    String good = "{\"name\": \"USER\", \"content\": {\"sms\": {\"text\": \"Hi\"}}}";
    assertThat(post("/v1/templates", secretKey(), good).status())
        .as("the name is still free")
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"attribute": {"name": "plan", "operator": "resembles", "operands": ["Plus"]}} | operator | resembles | equals
          {"event": {"name": "E", "operator": "sometimes", "count": 1}}                  | operator | sometimes | at_least
          """)
  void aSegmentThatNamesAnUnknownOperator(
      String definition, String field, String offered, String allowed) throws Exception {
    String body = "{\"name\": \"USER %s\", \"definition\": %s}".formatted(field, definition);
    JsonNode error = refused(400, "/v1/segments", secretKey(), body);

    assertThat(error.path("field").asText()).startsWith("definition").endsWith(field);
    assertThat(error.path("message").asText()).contains(offered, allowed);
    String good = body.replace("resembles", "equals").replace("sometimes", "at_least");
    assertThat(post("/v1/segments", secretKey(), good).status()).isEqualTo(201);
  }

  @Test
  void aFileThatIsNone() throws Exception {
    var answer =
        SYSTEM.rest().post("/v1/imports", secretKey(), "text/csv", "name,plan\nAda,Plus\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().at("/error/message").asText()).contains("'id'", "name, plan");
  }

  private JsonNode refused(int status, String path, String key, String body) throws Exception {
    var answer = post(path, key, body);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
    return answer.body().path("error");
  }

  /** With the id of a user that nobody else has. */
  private RestClient.Answer post(String path, String key, String body) throws Exception {
    return SYSTEM.rest().post(path, key, body.replace("USER", run));
  }

  private String goodCall() {
    return "{\"userId\": \"good-USER\", \"event\": \"E\"}";
  }

  private void goodCallIsTaken() throws Exception {
    assertThat(post("/v1/track", writeKey(), goodCall()).status()).isEqualTo(200);
    assertThat(statusOfUser("good-" + run)).isEqualTo(200);
  }

  private void assertNothingIsKnown() throws Exception {
    assertThat(statusOfUser(run)).isEqualTo(404);
  }

  private static int statusOfUser(String id) throws Exception {
    return SYSTEM.rest().get("/v1/users/" + id, secretKey()).status();
  }

  private static String writeKey() {
    return SYSTEM.credentials().get("TIDINGS_WRITE_KEY");
  }

  private static String secretKey() {
    return SYSTEM.credentials().get("TIDINGS_SECRET_KEY");
  }
}
