package io.tidings.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.tidings.gateway.answer.Problem;
import io.tidings.rpc.Credentials.Admission;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Lets no key bring more calls in a second than it may. */
@Singleton
public final class RateLimits {
  private final LimitSettings settings;
  private final SharedBuckets shared;

  /** Of this replica alone, for as long as Redis is away. */
  private final LoadingCache<Limited, Bucket> shares;

  RateLimits(LimitSettings settings, SharedBuckets shared) {
    this.settings = settings;
    this.shared = shared;
    this.shares =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .build(limited ->
                Bucket.builder()
                    .addLimit(Limited.bucketOf(share(limited)).getBandwidths()[0])
                    .build());
  }

  /**
   * Counts calls. A batch of more calls than a second allows counts as a second, or it could never
   * come.
   *
   * @throws Problem 429 when there were too many already
   */
  public void demand(Admission source, int calls) {
    var own = source.settings().callsPerSecond();
    var limit = own == 0 ? settings.callsPerSecond() : own;
    if (limit == 0) {
      return;
    }
    var caller = source.caller();
    var probe = take(new Limited(caller.workspaceId(), caller.name(), limit), Math.max(1, calls));
    if (!probe.isConsumed()) {
      throw Problem.tooMany(
          "this key may bring %d calls in a second; send the same again after the time in Retry-After"
              .formatted(limit),
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private ConsumptionProbe take(Limited limited, int calls) {
    return shared
        .take(limited, Math.min(calls, limited.callsPerSecond()))
        .orElseGet(() ->
            shares.get(limited).tryConsumeAndReturnRemaining(Math.min(calls, share(limited))));
  }

  private int share(Limited limited) {
    return Math.max(1, limited.callsPerSecond() / settings.replicas());
  }
}
