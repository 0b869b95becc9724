package io.tidings.rpc;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Something that the service needs. */
@Singleton
final class FailingIndicator implements HealthIndicator {
  volatile boolean down;

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.just(
        HealthResult.builder("database", down ? HealthStatus.DOWN : HealthStatus.UP).build());
  }
}
