package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.SendClass;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tidings' own dialect. */
class ApiTest extends GatewayTest {
  @Test
  void sendsToUsersByIdAndInline() {
    var response =
        post(
            "/v1/sends",
            """
            {"recipients": ["known-1", {"userId": "nobody"},
                            {"userId": "known-2", "attributes": {"email": "a@b.example"}}],
             "channels": ["email", "SMS"], "class": "marketing",
             "content": {"email": {"subject": "Hi {{ user.first_name }}", "text": "…"},
                         "push": {"body": "b", "data": {"screen": "home"}}},
             "data": {"total": 3, "lines": [{"name": "x"}]}}
            """,
            with(secret(), "Idempotency-Key", "order-1"));
    assertThat(response.statusCode()).isEqualTo(202);
    var sent = json(response).at("sends").list();
    assertThat(sent).hasSize(3);
    var discarded = json(response).at("sends").at(1);
    assertThat(discarded.at("state").text()).isEqualTo("DISCARDED");
    assertThat(discarded.at("reason").text()).isEqualTo("UNKNOWN_USER");
    assertThat(discarded.at("channel").text()).isEqualTo("email");

    var request = messaging.sends(workspace).getFirst();
    assertThat(request.getIdempotencyKey()).isEqualTo("order-1");
    assertThat(request.getRecipients(0).getUserId()).isEqualTo("known-1");
    assertThat(request.getRecipients(2).getAttributesOrThrow("email").getText())
        .isEqualTo("a@b.example");
    assertThat(request.getChannelsList())
        .isEqualTo(List.of(Channel.CHANNEL_EMAIL, Channel.CHANNEL_SMS));
    assertThat(request.getClass_()).isEqualTo(SendClass.SEND_CLASS_MARKETING);
    assertThat(request.getContent().getPush().getDataMap()).containsEntry("screen", "home");
    assertThat(request.getDataOrThrow("total").getNumber()).isEqualTo(3);
  }

  @Test
  void theIdempotencyKeyOfTheBodyWins() {
    post(
        "/v1/sends",
        "{\"recipients\": [\"known\"], \"template\": \"t\", \"idempotencyKey\": \"mine\"}",
        with(secret(), "Idempotency-Key", "other"));
    assertThat(messaging.sends(workspace).getFirst().getIdempotencyKey()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"recipients": "u1", "template": "t"}                        | recipients              | an array is needed
          {"recipients": [7], "template": "t"}                         | recipients[0]           | an object is needed
          {"recipients": [{"userId": 7}]}                              | recipients[0].userId    | a text is needed
          {"recipients": [{"id": "u1"}]}                               | recipients[0].id        | known are userId, attributes
          {"recipients": ["u"], "channels": ["fax"]}                   | channels[0]             | allowed are email, sms, push
          {"recipients": ["u"], "template": "t", "content": {}}        | content                 | 'template'
          {"recipients": ["u"], "content": {"sms": {"text": true}}}    | content.sms.text        | a text is needed
          {"recipients": [], "template": "t"}                          | recipients[0].userId    | name at least one
          """)
  void namesTheFieldAtFault(String body, String field, String hint) {
    var response = post("/v1/sends", body, secret());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo(field);
    assertThat(error(response).at("message").text()).contains(hint);
    assertThat(messaging.sends(workspace)).isEmpty();
  }

  @Test
  void showsASendWithItsDecisions() {
    var id = UUID.randomUUID().toString();
    var send = json(get("/v1/sends/" + id, secret()));
    assertThat(send.at("id").text()).isEqualTo(id);
    assertThat(send.at("state").text()).isEqualTo("SENT");
    var decision = send.at("decisions").at(0);
    assertThat(decision.at("gate").text()).isEqualTo("known_user");
    assertThat(decision.at("passed").flag()).isTrue();
    assertThat(get("/v1/sends/nonsense", secret()).statusCode()).isEqualTo(400);
  }

  @Test
  void makesAndListsTemplates() {
    var made =
        post(
            "/v1/templates",
            "{\"name\": \"welcome\", \"content\": {\"sms\": {\"text\": \"Hi\"}}}",
            with(secret(), "Idempotency-Key", "k1"));
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("name").text()).isEqualTo("welcome");
    assertThat(json(made).at("version").number()).isEqualTo(1);
    assertThat(messaging.templates(workspace).getFirst().getRequestId()).isEqualTo("k1");
    var page = json(get("/v1/templates?pageSize=5&pageToken=abc", secret()));
    assertThat(page.at("templates").list()).isEmpty();
    assertThat(page.at("nextPageToken").text()).isEqualTo("next");
    assertThat(messaging.lastList(workspace).getPageSize()).isEqualTo(5);
    assertThat(messaging.lastList(workspace).getPageToken()).isEqualTo("abc");
    assertThat(get("/v1/templates", secret()).statusCode()).isEqualTo(200);
  }

  @Test
  void definesASegmentInPlainJson() {
    var definition =
        """
        {"all":[{"attribute":{"name":"current_usage","operator":"greater_than","operands":[80]}},\
        {"none":[{"event":{"name":"Upgraded","operator":"at_least","count":1,"window":"7d","where":[]}}]}]}\
        """;
    var response =
        post(
            "/v1/segments",
            "{\"name\": \"high\", \"definition\": %s}".formatted(definition),
            secret());
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).contains("\"definition\":" + definition);
    assertThat(json(response).at("state").text()).isEqualTo("COMPUTING");
    assertThat(json(response).at("memberCount").number()).isZero();
  }

  @Test
  void importsACsvFileAsAStream() {
    var file = "id,plan\n" + "u1,pro\n".repeat(1_500_000);
    var response = post("/v1/imports", file, with(secret(), "Content-Type", "text/csv"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("rowCount").number()).isEqualTo(1_500_000);
    var rejected = json(response).at("rejectedRows").at(0);
    assertThat(rejected.at("line").number()).isEqualTo(3);
    assertThat(rejected.at("column").text()).isEqualTo("id");
  }

  @Test
  void tellsWhyAFileCannotBeRead() {
    var response = post("/v1/imports", "name\nx\n", with(secret(), "Content-Type", "text/csv"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("message").text()).contains("no column 'id'");
  }
}
