package io.tidings.rpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;

/** Holds every message of a caller against the rules of its contract. */
@Singleton
final class ValidationInterceptor implements ServerInterceptor, Ordered {
  private final RequestValidation validation;

  ValidationInterceptor(RequestValidation validation) {
    this.validation = validation;
  }

  @Override
  public int getOrder() {
    return Position.VALIDATION.getOrder();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof Message request) {
          validation.check(request);
        }
        super.onMessage(message);
      }
    };
  }
}
