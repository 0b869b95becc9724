package io.tidings.gateway.limit;

import io.github.bucket4j.BucketConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Who is limited, and to what. Another limit is another bucket, so that a change works at once.
 *
 * @param key id of the API key
 */
record Limited(String workspaceId, String key, int callsPerSecond) {
  /** What Redis knows it by. */
  byte[] name() {
    return "tidings:calls:%s:%s:%d"
        .formatted(workspaceId, key, callsPerSecond)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A bucket that holds what may come in a second and fills up steadily. */
  static BucketConfiguration bucketOf(int callsPerSecond) {
    return BucketConfiguration.builder()
        .addLimit(limit ->
            limit.capacity(callsPerSecond).refillGreedy(callsPerSecond, Duration.ofSeconds(1)))
        .build();
  }
}
