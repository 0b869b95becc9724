package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Webhooks of other services on their way in. */
class WebhookTest extends GatewayTest {
  private static final int MAX_BYTES = 1024 * 1024;

  private final String connection = UUID.randomUUID().toString();
  private final String path = "/v1/webhooks/" + connection;

  @BeforeEach
  void connect() {
    sources.connect(connection);
  }

  @Test
  @DisplayName("behaviour 23: a webhook is handed on byte for byte, without a key")
  void handsOnWhatCame() {
    var body = new byte[3_000];
    new Random(7).nextBytes(body);
    var answer =
        post(
            path + "?a=%20b&c",
            body,
            "X-Signature",
            connection,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Cookie",
            "session=1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SUCCESS);
    var came = sources.last(connection);
    assertThat(came.getBody()).isEqualTo(ByteString.copyFrom(body));
    assertThat(came.getTarget()).isEqualTo(path + "?a=%20b&c");
    assertThat(came.getHeadersMap())
        .containsEntry("x-signature", connection)
        .containsEntry("content-type", "application/x-www-form-urlencoded")
        .doesNotContainKey("cookie");
  }

  @Test
  void handsOnAnEmptyBody() {
    assertThat(post(path, "", "X-Signature", connection).statusCode()).isEqualTo(200);
    assertThat(sources.last(connection).getBody().isEmpty()).isTrue();
  }

  @Test
  void answersWhatIsWrong() {
    var unsigned = post(path, "{}");
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(error(unsigned).at("code").text()).isEqualTo("authentication_error");
    assertThat(error(unsigned).at("message").text()).contains("X-Signature");

    var garbage = post(path, "garbage", "X-Signature", connection);
    assertThat(garbage.statusCode()).isEqualTo(400);
    assertThat(error(garbage).at("message").text()).isEqualTo("the body is no JSON object");

    assertThat(post(path, "disabled", "X-Signature", connection).statusCode()).isEqualTo(403);

    var unknown = post("/v1/webhooks/" + UUID.randomUUID(), "{}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(error(unknown).at("message").text()).contains("ConnectSource");
    assertThat(post("/v1/webhooks/mine", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("behaviour 25: services are listed, connected, changed and disconnected over REST")
  void managesSources() {
    var types = json(get("/v1/source-types", secret())).at("types");
    assertThat(types.at(0).at("settings").at(0).at("name").text()).isEqualTo("signing_secret");

    var body =
        "{\"type\": \"stripe\", \"name\": \"shop\", \"settings\": {\"signing_secret\": \"s\"}}";
    var made = post("/v1/sources", body, with(secret(), "Idempotency-Key", "k-1"));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("settings").at("given").text()).isEqualTo("signing_secret");
    var id = json(made).at("id").text();
    assertThat(
            json(post("/v1/sources", body, with(secret(), "Idempotency-Key", "k-1")))
                .at("id")
                .text())
        .isEqualTo(id);
    assertThat(json(get("/v1/sources", secret())).at("sources").list()).hasSize(1);

    var changed =
        exchange("PUT", "/v1/sources/" + id, "{\"settings\": {\"given\": \"new\"}}", secret());
    assertThat(json(changed).at("settings").at("given").text()).isEqualTo("new");
    assertThat(exchange("DELETE", "/v1/sources/" + id, "", secret()).statusCode()).isEqualTo(200);
    assertThat(exchange("DELETE", "/v1/sources/" + id, "", secret()).statusCode()).isEqualTo(404);

    assertThat(get("/v1/sources", basic()).statusCode()).as("a write key").isEqualTo(403);
    var odd = post("/v1/sources", "{\"settings\": {\"a\": 1}}", secret());
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(error(odd).at("field").text()).isEqualTo("settings.a");
  }

  @Test
  void takesNoMoreThanAWebhookIs() {
    assertThat(post(path, new byte[MAX_BYTES], "X-Signature", connection).statusCode())
        .isEqualTo(200);
    var large = post(path, new byte[MAX_BYTES + 1], "X-Signature", connection);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(error(large).at("code").text()).isEqualTo("payload_too_large");
    var huge = post(path, new byte[12 * MAX_BYTES], "X-Signature", connection);
    assertThat(huge.statusCode()).isEqualTo(413);
  }
}
