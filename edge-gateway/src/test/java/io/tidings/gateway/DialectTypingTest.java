package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.proto.value.v1.Typing;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A key's settings hold in whichever dialect it comes. */
@DisplayName("behaviours 37 and 38: types, in the dialects of users and of notifications")
class DialectTypingTest extends GatewayTest {
  private String[] server() {
    return new String[] {
      "X-ENGAGESPOT-API-KEY", PlayedKeys.writeKey(workspace),
      "X-ENGAGESPOT-API-SECRET", PlayedKeys.secretKey(workspace)
    };
  }

  private String[] visitor() {
    return new String[] {
      "X-ENGAGESPOT-API-KEY", PlayedKeys.writeKey(workspace), "X-ENGAGESPOT-USER-ID", "ada"
    };
  }

  private static void typesAsStrings(String key) {
    keys.setSettings(key, SourceSettings.newBuilder().setTyping(Typing.TYPING_STRING));
  }

  @Test
  void whatAPublicKeyBringsIsTypedAsItSays() {
    typesAsStrings(PlayedKeys.writeKey(workspace));
    exchange("PUT", "/v1/users/ada", "{\"meta\": {\"seats\": 3}}", basic());
    exchange("PATCH", "/v3/profile", "{\"seats\": 3}", visitor());
    post("/v1/users/ada/events", "{\"event\": \"Paid\", \"value\": 3}", basic());
    exchange("PUT", "/v1/users/acme", "{\"is_account\": true, \"meta\": {\"floors\": 3}}", basic());

    assertThat(profiles.typings(workspace)).hasSize(3).containsOnly(Typing.TYPING_STRING);
    assertThat(events.typings(workspace)).containsExactly(Typing.TYPING_STRING);
    assertThat(companies.typings(workspace)).containsExactly(Typing.TYPING_STRING);
  }

  @Test
  void ofTwoKeysTheSecretOneSaysIt() {
    typesAsStrings(PlayedKeys.secretKey(workspace));
    exchange("PUT", "/v1/users/ada", "{\"meta\": {\"seats\": 3}}", pair());
    exchange("PUT", "/v3/users/ada", "{\"seats\": 3}", server());
    post("/v1/users/ada/events", "{\"event\": \"Paid\"}", pair());
    assertThat(profiles.typings(workspace)).hasSize(3).containsOnly(Typing.TYPING_STRING);
    assertThat(events.typings(workspace)).containsExactly(Typing.TYPING_STRING);

    exchange("PUT", "/v1/users/ada", "{\"meta\": {\"seats\": 3}}", basic());
    assertThat(profiles.typings(workspace)).hasSize(4).endsWith(Typing.TYPING_INFER);
  }

  @Test
  void aValueThatIsLeftOutIsOnRecordByItsNameInTheDialect() {
    var many = "\"custom_integer\": \"many\"";
    assertThat(
            exchange("PUT", "/v1/users/ada", "{\"meta\": {%s}}".formatted(many), pair())
                .statusCode())
        .isEqualTo(200);
    exchange("PUT", "/v3/users/ada", "{%s}".formatted(many), server());
    post(
        "/v1/users/ada/events",
        "{\"event\": \"Paid\", \"properties\": {\"not_a_number\": \"many\"}}",
        pair());
    exchange("PUT", "/v1/users/acme", "{\"is_account\": true, \"number\": true}", pair());

    assertThat(rejects.of(workspace))
        .extracting(Reject::getField, Reject::getKind, Reject::getReason)
        .containsExactly(
            tuple("meta.custom_integer", RejectKind.REJECT_KIND_VALUE, "'many' is no number"),
            tuple("custom_integer", RejectKind.REJECT_KIND_VALUE, "'many' is no number"),
            tuple("properties.not_a_number", RejectKind.REJECT_KIND_VALUE, "'many' is no number"),
            tuple("number", RejectKind.REJECT_KIND_VALUE, "true is no number"));
    assertThat(rejects.of(workspace)).allMatch(one -> one.getKeyId().equals("key of " + workspace));
  }
}
