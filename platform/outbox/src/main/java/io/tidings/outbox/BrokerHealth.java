package io.tidings.outbox;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Not ready while RabbitMQ is away; alive all the same. */
@Readiness
@Singleton
final class BrokerHealth implements HealthIndicator {
  private final Broker broker;

  BrokerHealth(Broker broker) {
    this.broker = broker;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    HealthStatus status = broker.isConnected() ? HealthStatus.UP : HealthStatus.DOWN;
    return Publishers.just(HealthResult.builder("rabbitmq", status).build());
  }
}
