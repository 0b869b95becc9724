package io.tidings.rpc;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.BeanProvider;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.indicator.HealthCheckType;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The standard health service. It answers what the readiness of the process is when asked, so what
 * a probe of Kubernetes sees over gRPC and what {@code /health/readiness} says never differ.
 */
@Singleton
final class HealthGrpcEndpoint extends HealthGrpc.HealthImplBase {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BeanProvider<HealthEndpoint> health;
  private final BeanProvider<BindableService> services;

  HealthGrpcEndpoint(BeanProvider<HealthEndpoint> health, BeanProvider<BindableService> services) {
    this.health = health;
    this.services = services;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    if (!isKnown(request.getService())) {
      throw Faults.notFound("no service '%s' here".formatted(request.getService()));
    }
    observer.onNext(
        HealthCheckResponse.newBuilder()
            .setStatus(isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
            .build());
    observer.onCompleted();
  }

  /** The empty name means the process as a whole. */
  private boolean isKnown(String service) {
    return service.isEmpty()
        || services.stream()
            .anyMatch(
                bound -> bound.bindService().getServiceDescriptor().getName().equals(service));
  }

  private boolean isReady() {
    @Nullable HealthResult result =
        Mono.from(health.get().getHealth(null, HealthCheckType.READINESS)).block(PATIENCE);
    return result != null && result.getStatus().equals(HealthStatus.UP);
  }
}
