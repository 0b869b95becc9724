package io.tidings.rpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;

/** Spares the work for which nobody waits any more: a queue of late calls would only make more. */
@Singleton
final class DeadlineInterceptor implements ServerInterceptor, Ordered {

  @Override
  public int getOrder() {
    return Position.DEADLINE.getOrder();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null && deadline.isExpired()) {
      throw Faults.late();
    }
    return next.startCall(call, headers);
  }
}
