package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The limits of the protocol are settings. */
class CollectLimitsTest extends GatewayTest {
  private static final String CALL = "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"E\"}";

  @Test
  void canBeSet() {
    var settings =
        Map.<String, Object>of(
            "tidings.collect.call-bytes", CALL.length(),
            "tidings.collect.batch-bytes", 200,
            "tidings.collect.batch-calls", 2);
    try (var gateway = start(services.address(), settings)) {
      var at = gateway.getURI();
      assertThat(status(at.resolve("/v1/track"), CALL)).isEqualTo(200);
      assertThat(status(at.resolve("/v1/track"), CALL + " ")).isEqualTo(400);
      assertThat(status(at.resolve("/v1/batch"), batch(2, 200))).isEqualTo(200);
      assertThat(status(at.resolve("/v1/batch"), batch(2, 201))).isEqualTo(400);
      assertThat(status(at.resolve("/v1/batch"), batch(3, 190))).isEqualTo(400);
    }
    assertThat(events.batches(workspace)).hasSize(2);
  }

  private int status(URI at, String body) {
    return exchange(
            HttpRequest.newBuilder(at).POST(HttpRequest.BodyPublishers.ofString(body)), basic())
        .statusCode();
  }

  /** Blanks fill it up. */
  private static String batch(int calls, int bytes) {
    var batch = "{\"batch\":[" + (CALL + ",").repeat(calls - 1) + CALL + "]}";
    assertThat(batch.length()).isLessThanOrEqualTo(bytes);
    return batch + " ".repeat(bytes - batch.length());
  }
}
