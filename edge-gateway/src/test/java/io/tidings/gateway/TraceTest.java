package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace of a request, as the services get it. */
class TraceTest extends GatewayTest {
  private static final String CALL = "{\"userId\": \"u1\", \"event\": \"E\"}";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void isHandedOnToEachService() {
    var given = "00-" + TRACE + "-b7ad6b7169203331-01";
    assertThat(post("/v1/track", CALL, with(basic(), "traceparent", given)).statusCode())
        .isEqualTo(200);
    assertThat(
            post("/v1/sends", "{\"recipients\": [\"u1\"]}", with(secret(), "traceparent", given)))
        .isNotNull();
    assertThat(services.traceparents(workspace))
        .as("user-service, event-service, messaging-service")
        .hasSize(3)
        .allMatch(passed -> passed.matches("00-" + TRACE + "-[0-9a-f]{16}-01"))
        .doesNotContain(given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
  void isBegunWhereTheCallerNamesNone(String given) {
    assertThat(post("/v1/track", CALL, with(basic(), "traceparent", given)).statusCode())
        .isEqualTo(200);
    assertThat(services.traceparents(workspace))
        .hasSize(2)
        .allMatch(passed -> passed.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"))
        .containsOnly(services.traceparents(workspace).getFirst());
  }

  @Test
  void isAnotherForEachRequest() {
    post("/v1/track", CALL, basic());
    post("/v1/track", CALL, basic());
    assertThat(services.traceparents(workspace))
        .hasSize(4)
        .satisfies(passed -> {
          assertThat(passed.get(0)).isEqualTo(passed.get(1));
          assertThat(passed.get(1)).isNotEqualTo(passed.get(2));
        });
  }
}
