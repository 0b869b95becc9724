package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidings.proto.user.v1.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ids of one user, by the caller's word. */
class AliasCallTest extends GatewayTest {
  private static final String ALIAS = "{\"userId\": \"ada\", \"previousId\": \"a-1\"}";

  @ParameterizedTest
  @ValueSource(strings = {"/v1/alias", "/v1/alias/", "/v1/a"})
  void joinsWhoeverHasTheIdAsAUserOrAsABrowser(String path) {
    assertThat(post(path, ALIAS, basic()).body()).isEqualTo(SUCCESS);

    var update = profiles.batches(workspace).getFirst().getFirst();
    assertThat(update.getUserId()).isEqualTo("ada");
    assertThat(update.getPreviousList())
        .extracting(Identifier::getType, Identifier::getValue)
        .containsExactly(tuple("user_id", "a-1"), tuple("anonymous_id", "a-1"));
    assertThat(events.batches(workspace)).isEmpty();
  }

  @Test
  void keepsItsPlaceInABatch() {
    post(
        "/v1/batch",
        """
        {"batch": [
          {"type": "track", "userId": "ada", "event": "Seen"},
          {"type": "alias", "userId": "ada", "previousId": "a-1"},
          {"type": "track", "userId": "ada", "event": "Seen"}]}
        """,
        basic());

    var updates = profiles.batches(workspace).getFirst();
    assertThat(updates).hasSize(2);
    assertThat(updates.get(1).getPreviousCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"userId": "ada"}                          | previousId
          {"anonymousId": "a-2", "previousId": "a-1"} | userId
          {"userId": "ada", "previousId": ["a-1"]}   | previousId
          """)
  void namesWhatIsMissing(String body, String field) {
    var response = post("/v1/alias", body, basic());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).at("field").text()).isEqualTo(field);
    assertThat(profiles.batches(workspace)).isEmpty();
  }
}
