package io.tidings.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.runtime.server.EmbeddedServer;
import io.tidings.proto.integration.v1.SourceSettings;
import io.tidings.testing.Backends;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many calls a key may bring. */
class RateLimitTest extends GatewayTest {
  private static final String CALL = "{\"type\": \"track\", \"userId\": \"u\", \"event\": \"E\"}";

  private static final Map<String, Object> SETTINGS =
      Map.of("tidings.redis.url", Backends.shared().redisUrl());

  private static final EmbeddedServer one = start(services.address(), SETTINGS);
  private static final EmbeddedServer other = start(services.address(), SETTINGS);

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  @Test
  void holdsOverAllReplicas() {
    limit(20);
    var start = System.nanoTime();
    var taken = 0;
    for (var i = 0; i < 100; i++) {
      taken += track(i % 2 == 0 ? one : other).statusCode() == 200 ? 1 : 0;
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    assertThat(taken).isGreaterThanOrEqualTo(20);
    assertThat((double) taken)
        .as("a second's worth, what flowed in since, and what replicas had not told each other")
        .isLessThanOrEqualTo(20 + 20 * seconds + 6);
    assertThat(events.batches(workspace)).hasSize(taken);
  }

  @Test
  void tooManyAreAnswered429WithTheTimeToComeAgain() {
    limit(2);
    var answer = track(one);
    for (var i = 0; i < 20 && answer.statusCode() == 200; i++) {
      answer = track(one);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(error(answer).at("code").text()).isEqualTo("rate_limit_error");
    assertThat(error(answer).at("message").text()).contains("2 calls");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    await().atMost(Duration.ofSeconds(5)).until(() -> track(one).statusCode() == 200);
  }

  @Test
  void countsEachCallOfABatch() {
    limit(10);
    assertThat(batch(10).statusCode()).isEqualTo(200);
    assertThat(batch(8).statusCode()).isEqualTo(429);
    assertThat(events.batches(workspace)).hasSize(1);
  }

  @Test
  void aBatchLargerThanASecondAllowsTakesTheWholeSecond() {
    limit(10);
    assertThat(batch(50).statusCode()).isEqualTo(200);
    assertThat(batch(50).statusCode()).isEqualTo(429);
    await().atMost(Duration.ofSeconds(5)).until(() -> batch(50).statusCode() == 200);
  }

  @Test
  void limitsEachKeyByItself() {
    limit(1);
    var unlimited = bearer(PlayedKeys.secretKey(workspace));
    for (var i = 0; i < 30; i++) {
      assertThat(send(one, "/v1/track", CALL, unlimited).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withoutRedisEachReplicaAllowsItsShare() {
    limit(20);
    try (var alone =
        start(
            services.address(),
            Map.of("tidings.redis.url", "redis://127.0.0.1:1", "tidings.collect.replicas", 4))) {
      track(alone); // finds out that Redis is away
      var start = System.nanoTime();
      var taken = 0;
      for (var i = 0; i < 40; i++) {
        taken += track(alone).statusCode() == 200 ? 1 : 0;
      }
      var seconds = (System.nanoTime() - start) / 1e9;
      assertThat((double) taken).isBetween(4.0, 5 + 5 * seconds + 1);
    }
  }

  @Test
  void theInstallationsLimitHoldsForKeysWithoutOne() {
    try (var limited =
        start(
            services.address(),
            Map.of(
                "tidings.redis.url",
                Backends.shared().redisUrl(),
                "tidings.collect.calls-per-second",
                3))) {
      assertThat(batch(limited, 3).statusCode()).isEqualTo(200);
      assertThat(batch(limited, 3).statusCode()).isEqualTo(429);
    }
  }

  private void limit(int callsPerSecond) {
    keys.setSettings(
        PlayedKeys.writeKey(workspace),
        SourceSettings.newBuilder().setCallsPerSecond(callsPerSecond));
  }

  private HttpResponse<String> track(EmbeddedServer gateway) {
    return send(gateway, "/v1/track", CALL, basic());
  }

  private HttpResponse<String> batch(int calls) {
    return batch(one, calls);
  }

  private HttpResponse<String> batch(EmbeddedServer gateway, int calls) {
    var batch = "{\"batch\": [%s]}".formatted((CALL + ",").repeat(calls - 1) + CALL);
    return send(gateway, "/v1/batch", batch, basic());
  }

  private static HttpResponse<String> send(
      EmbeddedServer gateway, String path, String body, String[] headers) {
    return exchange(
        HttpRequest.newBuilder(gateway.getURI().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }
}
