package io.tidings.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.micronaut.context.annotation.Property;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets in Redis. Connected with the first that is limited, so an installation without limits
 * needs no Redis for them.
 */
@Singleton
final class SharedBuckets {
  private static final Logger LOG = LoggerFactory.getLogger(SharedBuckets.class);

  /** A request waits for Redis no longer; without it there are shares. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Duration AWAY = Duration.ofSeconds(5);

  /** For so long a replica counts by itself, or until it has taken one of so many parts. */
  private static final Duration UNTOLD = Duration.ofMillis(100);

  private static final int PARTS = 50;

  private final String url;
  private final Clock clock;
  private final Cache<Limited, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(1)).build();

  private volatile Instant awayUntil = Instant.MIN;
  private @Nullable RedisClient client;
  private @Nullable ProxyManager<byte[]> connected;

  SharedBuckets(@Property(name = "tidings.redis.url") String url, Clock clock) {
    this.url = url;
    this.clock = clock;
  }

  /** Empty while Redis is away. */
  Optional<ConsumptionProbe> take(Limited limited, int calls) {
    if (isAway()) {
      return Optional.empty();
    }
    try {
      return Optional.of(buckets.get(limited, this::bucket).tryConsumeAndReturnRemaining(calls));
    } catch (RuntimeException failure) {
      // Whatever it is: what Redis holds can be lost, and no call fails for it.
      passOver(failure);
      buckets.invalidate(limited);
      return Optional.empty();
    }
  }

  private boolean isAway() {
    return clock.instant().isBefore(awayUntil);
  }

  private void passOver(RuntimeException failure) {
    if (!isAway()) {
      awayUntil = clock.instant().plus(AWAY);
      LOG.warn("limits hold for this replica alone, Redis is away: {}", failure.toString());
    }
  }

  private Bucket bucket(Limited limited) {
    var untold = Math.max(1, limited.callsPerSecond() / PARTS);
    return manager()
        .builder()
        .withOptimization(Optimizations.delaying(new DelayParameters(untold, UNTOLD)))
        .build(limited.name(), () -> Limited.bucketOf(limited.callsPerSecond()));
  }

  /** Whoever waited for a try to connect that failed makes none: one is enough to know. */
  private synchronized ProxyManager<byte[]> manager() {
    var manager = connected;
    if (manager == null) {
      if (isAway()) {
        throw new IllegalStateException("Redis could not be reached a moment ago");
      }
      try {
        manager = connect();
      } catch (RuntimeException failure) {
        passOver(failure);
        throw failure;
      }
      connected = manager;
    }
    return manager;
  }

  private ProxyManager<byte[]> connect() {
    return Bucket4jLettuce.casBasedBuilder(client().connect(ByteArrayCodec.INSTANCE))
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                Duration.ofSeconds(10)))
        .requestTimeout(PATIENCE)
        .build();
  }

  private RedisClient client() {
    var made = client;
    if (made == null) {
      var redis = RedisURI.create(url);
      redis.setTimeout(PATIENCE);
      made = RedisClient.create(redis);
      made.setOptions(
          ClientOptions.builder()
              .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
              .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
              .build());
      client = made;
    }
    return made;
  }

  @PreDestroy
  synchronized void close() {
    if (client != null) {
      client.shutdown();
    }
  }
}
