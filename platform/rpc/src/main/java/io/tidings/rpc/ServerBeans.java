package io.tidings.rpc;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.grpc.server.interceptor.OrderedServerInterceptor;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What others have written and every server uses. */
@Factory
final class ServerBeans {

  @Singleton
  BindableService reflection() {
    return ProtoReflectionServiceV1.newInstance();
  }

  @Singleton
  ServerInterceptor metrics(MeterRegistry registry) {
    return new OrderedServerInterceptor(
        new MetricCollectingServerInterceptor(registry), Position.METRICS.getOrder());
  }

  @Singleton
  @Secondary
  Clock clock() {
    return Clock.systemUTC();
  }
}
