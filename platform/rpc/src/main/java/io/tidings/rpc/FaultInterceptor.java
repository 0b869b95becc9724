package io.tidings.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers whatever is thrown with a status of {@link Faults}, and lets no other status out: one
 * that was made elsewhere is logged and leaves as INTERNAL, so no test passes with it.
 */
@Singleton
final class FaultInterceptor implements ServerInterceptor, Ordered {

  @Override
  public int getOrder() {
    return Position.FAULTS.getOrder();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    GuardedCall<Q, R> guarded = new GuardedCall<>(call);
    try {
      return new GuardedListener<>(next.startCall(guarded, headers), guarded);
    } catch (Exception | Error e) {
      guarded.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  private static final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final AtomicBoolean closed = new AtomicBoolean();

    GuardedCall(ServerCall<Q, R> delegate) {
      super(delegate);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (FaultMapping.isAllowed(status, trailers)) {
        if (closed.compareAndSet(false, true)) {
          super.close(status, trailers);
        }
      } else {
        fail(new DisallowedStatusException(getMethodDescriptor().getFullMethodName(), status));
      }
    }

    void fail(Throwable failure) {
      if (isCancelled()) {
        // The caller hung up, or its deadline passed: nobody reads an answer, and what was in
        // progress fails for just that reason.
        return;
      }
      if (closed.compareAndSet(false, true)) {
        StatusRuntimeException fault = FaultMapping.faultOf(failure);
        Metadata trailers = fault.getTrailers();
        super.close(fault.getStatus(), trailers == null ? new Metadata() : trailers);
      }
    }
  }

  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final GuardedCall<Q, ?> call;

    GuardedListener(ServerCall.Listener<Q> delegate, GuardedCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    /** After an answer nothing more of the call is worked on. */
    private void guard(Runnable step) {
      if (call.closed.get()) {
        return;
      }
      try {
        step.run();
      } catch (Exception | Error e) {
        call.fail(e);
      }
    }
  }
}
