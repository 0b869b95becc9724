package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidings.proto.integration.v1.Reject;
import io.tidings.proto.integration.v1.RejectKind;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.proto.value.v1.Typing;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is answered 200 and yet could not be taken is on record. */
class RejectTest extends GatewayTest {
  private static final List<String> ITEMS =
      List.of(
          "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"Good\"}",
          "{\"type\": \"track\", \"event\": \"Nobody\", \"messageId\": \"m-1\"}",
          "{\"type\": \"identify\", \"userId\": \"u\", \"messageId\": \"m-2\","
              + " \"traits\": {\"email\": \"ada\"}}",
          "{\"type\": \"track\", \"userId\": \"u\", \"messageId\": \"m-3\", \"event\": \""
              + "E".repeat(256)
              + "\"}",
          "{\"type\": \"track\", \"userId\": \"u\", \"messageId\": \"m-4\", \"event\": \""
              + "E".repeat(33_000)
              + "\"}",
          "17");

  @Test
  void isListedByMessageIdFieldAndReason() {
    var response = batch(workspace);
    assertThat(response).isEqualTo(200);
    assertThat(rejects.of(workspace))
        .extracting(Reject::getMessageId, Reject::getField, Reject::getKind)
        .containsExactlyInAnyOrder(
            tuple("m-1", "userId", RejectKind.REJECT_KIND_CALL),
            tuple("m-2", "traits.email", RejectKind.REJECT_KIND_CALL),
            tuple("m-3", "event", RejectKind.REJECT_KIND_CALL),
            tuple("m-4", "", RejectKind.REJECT_KIND_CALL),
            tuple("", "", RejectKind.REJECT_KIND_CALL));
    assertThat(rejects.of(workspace))
        .allMatch(reject -> !reject.getReason().isEmpty())
        .allMatch(reject -> reject.getKeyId().equals("key of " + workspace));
    assertThat(rejects.requests(workspace)).as("one call for the batch").hasSize(1);
  }

  @Test
  @DisplayName("behaviour 38: a value that cannot be converted is ignored, and that is readable")
  void namesTheValuesThatWereIgnored() {
    var identify =
        "{\"userId\": \"u\", \"messageId\": \"m-1\", \"traits\": {\"custom_integer\": \"many\"}}";
    var track =
        "{\"userId\": \"u\", \"messageId\": \"m-2\", \"event\": \"E\","
            + " \"properties\": {\"not_a_number\": \"many\"}}";
    assertThat(post("/v1/identify", identify, basic()).body()).isEqualTo(SUCCESS);
    assertThat(post("/v1/track", track, basic()).body()).isEqualTo(SUCCESS);
    assertThat(rejects.of(workspace))
        .extracting(Reject::getMessageId, Reject::getField, Reject::getKind, Reject::getReason)
        .containsExactly(
            tuple(
                "m-1",
                "traits.custom_integer",
                RejectKind.REJECT_KIND_VALUE,
                "'many' is no number"),
            tuple(
                "m-2",
                "properties.not_a_number",
                RejectKind.REJECT_KIND_VALUE,
                "'many' is no number"));
    assertThat(events.batches(workspace)).as("the rest is applied").hasSize(1);
  }

  @Test
  @DisplayName("behaviour 37: what comes with a key is typed as its settings say")
  void asksForTheTypingOfTheKey() {
    var call = "{\"userId\": \"u\", \"event\": \"E\"}";
    post("/v1/track", call, basic());
    var key = PlayedKeys.writeKey("string-" + workspace);
    keys.setSettings(key, SourceSettings.newBuilder().setTyping(Typing.TYPING_STRING));
    post("/v1/track", call, bearer(key));
    assertThat(profiles.typings(workspace)).containsExactly(Typing.TYPING_INFER);
    assertThat(profiles.typings("string-" + workspace)).containsExactly(Typing.TYPING_STRING);
  }

  @Test
  void canBeReadBySource() {
    batch(workspace);
    var mine = json(get("/v1/rejects?key=key%20of%20" + workspace, secret())).at("rejects");
    assertThat(mine.list()).hasSize(5);
    assertThat(mine.at(0).at("messageId").text()).isEqualTo("m-1");
    assertThat(mine.at(0).at("kind").text()).isEqualTo("call");
    assertThat(mine.at(0).at("reason").text()).contains("anonymousId");
    assertThat(json(get("/v1/rejects", secret())).at("rejects").list()).hasSize(5);
    assertThat(json(get("/v1/rejects?key=other", secret())).at("rejects").list()).isEmpty();
    assertThat(get("/v1/rejects", basic()).statusCode()).isEqualTo(403);
  }

  @Test
  void ofGoodCallsAndOfRefusedOnesNothingIsOnRecord() {
    post("/v1/track", "{\"userId\": \"u\", \"event\": \"E\"}", basic());
    assertThat(post("/v1/track", "{\"userId\": \"u\"}", basic()).statusCode()).isEqualTo(400);
    assertThat(post("/v1/batch", "{\"batch\": []}", basic()).statusCode()).isEqualTo(200);
    assertThat(rejects.of(workspace)).isEmpty();
  }

  @Test
  void whatCannotBePutOnRecordIsNotAnsweredWithSuccess() {
    assertThat(batch(PlayedRejects.AWAY)).isEqualTo(503);
  }

  private int batch(String caller) {
    return post(
            "/v1/batch",
            "{\"batch\": [%s]}".formatted(String.join(",", ITEMS)),
            bearer(PlayedKeys.writeKey(caller)))
        .statusCode();
  }
}
