package io.tidings.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;

/** Continues the caller's trace, or begins one. */
@Singleton
final class TraceInterceptor implements ServerInterceptor, Ordered {

  @Override
  public int getOrder() {
    return Position.TRACE.getOrder();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    TraceContext trace = TraceContext.continuing(headers.get(Headers.TRACEPARENT));
    try (var _ = trace.log()) {
      return new TracedListener<>(
          trace, Contexts.interceptCall(trace.in(Context.current()), call, headers, next));
    }
  }

  /** Each callback may come on another thread. */
  private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final TraceContext trace;

    TracedListener(TraceContext trace, ServerCall.Listener<Q> delegate) {
      super(delegate);
      this.trace = trace;
    }

    @Override
    public void onMessage(Q message) {
      try (var _ = trace.log()) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      try (var _ = trace.log()) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      try (var _ = trace.log()) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      try (var _ = trace.log()) {
        super.onCancel();
      }
    }
  }
}
