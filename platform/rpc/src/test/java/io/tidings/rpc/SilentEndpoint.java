package io.tidings.rpc;

import com.google.protobuf.Empty;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** An endpoint whose contract does not say who may call it. */
@Singleton
@Requires(property = "spec.silent-endpoint")
final class SilentEndpoint implements BindableService {
  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("silent.Service")
        .addMethod(
            ServerTest.silentMethod(),
            ServerCalls.asyncUnaryCall((request, observer) -> {
              observer.onNext(Empty.getDefaultInstance());
              observer.onCompleted();
            }))
        .build();
  }
}
