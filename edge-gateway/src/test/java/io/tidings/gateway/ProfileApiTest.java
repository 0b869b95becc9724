package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour 78: one profile, by any of its identifiers. */
class ProfileApiTest extends GatewayTest {
  private final String ada = "ada-" + workspace;

  @BeforeEach
  void tellOfAda() {
    post(
        "/v1/batch",
        """
        {"batch": [
          {"type": "identify", "userId": "%1$s", "anonymousId": "a1", "messageId": "%1$s-0",
           "traits": {"email": "ada@example.com", "plan": "pro", "seats": 3, "city": "Lagos"}},
          {"type": "track", "userId": "%1$s", "event": "Paid", "messageId": "%1$s-1",
           "timestamp": "2026-01-01T00:00:00Z", "properties": {"total": 42}},
          {"type": "track", "userId": "%1$s", "event": "Seen", "messageId": "%1$s-2",
           "timestamp": "2026-02-01T00:00:00Z"}]}
        """
            .formatted(ada),
        secret());
  }

  private HttpResponse<String> read(String identifier, String part) {
    return get(
        "/v1/spaces/%s/collections/users/profiles/%s/%s".formatted(workspace, identifier, part),
        basic(PlayedKeys.secretKey(workspace) + ":"));
  }

  @Test
  @DisplayName("behaviour 78: by user id, e-mail and anonymous id")
  void findsAProfileByAnyIdentifier() {
    for (var identifier :
        new String[] {"user_id:" + ada, "email:ada@example.com", "anonymous_id:a1"}) {
      var answer = read(identifier, "traits");
      assertThat(answer.statusCode()).as(identifier).isEqualTo(200);
      assertThat(json(answer).at("traits").at("plan").text()).isEqualTo("pro");
    }
    var missing = read("user_id:nobody", "traits");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(error(missing).at("code").text()).isEqualTo("not_found");
  }

  @Test
  void readsTraitsPartByPart() {
    var first = json(read("user_id:" + ada, "traits?limit=3"));
    assertThat(first.at("traits").value().getObject().getValuesMap())
        .containsOnlyKeys("city", "email", "plan");
    assertThat(first.at("cursor").at("has_more").flag()).isTrue();
    assertThat(first.at("cursor").at("limit").number()).isEqualTo(3);
    assertThat(first.at("cursor").at("url").text())
        .isEqualTo(
            "/v1/spaces/%s/collections/users/profiles/user_id:%s/traits".formatted(workspace, ada));
    var next = first.at("cursor").at("next").text();
    var rest = json(read("user_id:" + ada, "traits?limit=3&next=" + next));
    assertThat(rest.at("traits").value().getObject().getValuesMap()).containsOnlyKeys("seats");
    assertThat(rest.at("cursor").at("has_more").flag()).isFalse();
    assertThat(rest.at("cursor").at("next").text()).isEmpty();
    var some = json(read("user_id:" + ada, "traits?include=plan,seats,never"));
    assertThat(some.at("traits").value().getObject().getValuesMap())
        .containsOnlyKeys("plan", "seats");
    assertThat(some.at("cursor").at("limit").number()).isEqualTo(10);
  }

  @Test
  void readsAudiencesAsTraits() {
    var id = PlayedProfiles.profileId(ada);
    var segment = UUID.randomUUID().toString();
    segments.enter(id, segment, "Order completed last 30days");
    segments.enter(id, UUID.randomUUID().toString(), "Plan");
    var audiences = json(read("user_id:" + ada, "traits?class=audience")).at("traits");
    assertThat(audiences.value().getObject().getValuesMap())
        .containsOnlyKeys("order_completed_last_30days", "plan");
    assertThat(audiences.at("order_completed_last_30days").flag()).isTrue();
    var all = json(read("user_id:" + ada, "traits?limit=200&verbose=true")).at("traits");
    assertThat(all.value().getObject().getValuesCount()).isEqualTo(5);
    assertThat(all.at("plan").at("value").text()).as("what was told").isEqualTo("pro");
    assertThat(all.at("plan").at("updated_at").text()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(all.at("order_completed_last_30days").at("source_id").text()).isEqualTo(segment);
    assertThat(
            json(read("user_id:" + ada, "traits?class=computed_trait"))
                .at("traits")
                .value()
                .getObject()
                .getValuesMap())
        .isEmpty();
  }

  @Test
  void readsExternalIds() {
    var answer = json(read("user_id:" + ada, "external_ids?limit=1"));
    var id = answer.at("data").at(0);
    assertThat(id.at("type").text()).isEqualTo("anonymous_id");
    assertThat(id.at("id").text()).isEqualTo("a1");
    assertThat(id.at("collection").text()).isEqualTo("users");
    assertThat(id.at("encoding").text()).isEqualTo("none");
    var next = answer.at("cursor").at("next").text();
    var rest = json(read("user_id:" + ada, "external_ids?limit=1&next=" + next));
    assertThat(rest.at("data").at(0).at("id").text()).isEqualTo(ada);
    assertThat(rest.at("cursor").at("has_more").flag()).isFalse();
  }

  @Test
  void readsEvents() {
    var answer = json(read("user_id:" + ada, "events"));
    assertThat(answer.at("data").list()).hasSize(2);
    var paid = answer.at("data").at(0);
    assertThat(paid.at("event").text()).isEqualTo("Paid");
    assertThat(paid.at("type").text()).isEqualTo("track");
    assertThat(paid.at("message_id").text()).isEqualTo(ada + "-1");
    assertThat(paid.at("timestamp").text()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(paid.at("properties").at("total").number()).isEqualTo(42);
    assertThat(answer.at("cursor").at("next").text()).isEqualTo("newest from 0 to 0 after ''");
    var asked =
        json(
            read(
                "user_id:" + ada,
                "events?sort=asc&start=1970-01-01T00:00:07Z&end=1970-01-01T00:00:09Z&next=x"));
    assertThat(asked.at("cursor").at("next").text()).isEqualTo("oldest from 7 to 9 after 'x'");
    assertThat(json(read("user_id:" + ada, "events?include=Seen")).at("data").list()).hasSize(1);
    assertThat(json(read("user_id:" + ada, "events?exclude=Seen,Paid")).at("data").list())
        .isEmpty();
  }

  @Test
  void readsMetadata() {
    var metadata = json(read("user_id:" + ada, "metadata")).at("metadata");
    assertThat(metadata.at("first_message_id").text()).isEqualTo(ada + "-1");
    assertThat(metadata.at("last_message_id").text()).isEqualTo(ada + "-2");
  }

  private HttpResponse<String> account(String identifier, String part) {
    return get(
        "/v1/spaces/%s/collections/accounts/profiles/%s/%s".formatted(workspace, identifier, part),
        basic(PlayedKeys.secretKey(workspace) + ":"));
  }

  @Test
  void readsAccountsAndWhatLinksThemToUsers() {
    exchange(
        "PUT",
        "/v1/users/acme",
        "{\"is_account\": true, \"meta\": {\"name\": \"Acme\", \"employees\": 7}}",
        pair());
    post("/v1/users/" + ada + "/accounts", "{\"accounts\": [{\"id\": \"acme\"}]}", pair());

    var traits = json(account("group_id:acme", "traits?limit=1"));
    assertThat(traits.at("traits").at("employees").number()).isEqualTo(7);
    assertThat(traits.at("cursor").at("has_more").flag()).isTrue();
    var id = json(account("group_id:acme", "external_ids")).at("data").at(0);
    assertThat(id.at("collection").text()).isEqualTo("accounts");
    assertThat(id.at("type").text()).isEqualTo("group_id");
    assertThat(id.at("id").text()).isEqualTo("acme");
    assertThat(account("group_id:acme", "metadata").statusCode()).isEqualTo(200);

    var toUsers = json(account("group_id:acme", "links")).at("data").at(0);
    assertThat(toUsers.at("to_collection").text()).isEqualTo("users");
    assertThat(toUsers.at("external_ids").at(0).at("id").text()).isEqualTo(ada);
    var toAccounts = json(read("user_id:" + ada, "links")).at("data").at(0);
    assertThat(toAccounts.at("to_collection").text()).isEqualTo("accounts");
    assertThat(toAccounts.at("external_ids").at(0).at("id").text()).isEqualTo("acme");
    assertThat(json(read("user_id:" + ada, "links")).at("cursor").at("has_more").flag()).isFalse();

    assertThat(account("group_id:nobody", "traits").statusCode()).isEqualTo(404);
    assertThat(account("email:a@b.c", "traits").statusCode()).isEqualTo(400);
    assertThat(account("group_id:acme", "events").statusCode()).isEqualTo(404);
    assertThat(error(read("user_id:" + ada, "links?limit=21")).at("field").text())
        .isEqualTo("limit");
  }

  @Test
  void aSpaceIsSeenByItsOwnKeyAlone() {
    for (var part : new String[] {"traits", "external_ids", "events", "metadata", "links"}) {
      var path =
          "/v1/spaces/%s/collections/users/profiles/user_id:%s/%s".formatted(workspace, ada, part);
      var other = get(path, basic(PlayedKeys.secretKey("other") + ":"));
      assertThat(other.statusCode()).isEqualTo(404);
      assertThat(error(other).at("code").text()).isEqualTo("not_found");
      assertThat(other.headers().firstValue("Request-Id")).isPresent();
      assertThat(get(path).statusCode()).isEqualTo(401);
      assertThat(error(get(path)).at("code").text()).isEqualTo("authentication_error");
      assertThat(get(path, basic()).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "traits?limit=0, limit",
    "traits?limit=201, limit",
    "traits?class=secret, class",
    "traits?next=***, next",
    "external_ids?limit=101, limit",
    "events?limit=101, limit",
    "events?sort=up, sort",
    "events?start=yesterday, start",
    "events?end=0000-01-01, end"
  })
  void namesWhatOfAQuestionIsAtFault(String part, String field) {
    var answer = read("user_id:" + ada, part);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).at("code").text()).isEqualTo("validation_error");
    assertThat(error(answer).at("field").text()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", ":ada", "user_id:"})
  void refusesWhatNamesNobody(String identifier) {
    var answer = read(identifier, "traits");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer).at("code").text()).isEqualTo("invalid_request_error");
    assertThat(error(answer).at("message").text()).contains("user_id:ada");
    assertThat(answer.headers().firstValue("Request-Id")).isPresent();
  }
}
