package io.tidings.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.micronaut.context.annotation.Value;
import io.tidings.proto.rpc.v1.Access;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives a call to another service its token, its deadline and its trace. */
@Singleton
final class OutgoingCalls implements ClientInterceptor {
  private final InternalTokens tokens;
  private final RpcSettings settings;
  private final String serviceName;

  OutgoingCalls(
      InternalTokens tokens,
      RpcSettings settings,
      @Value("${micronaut.application.name}") String serviceName) {
    this.tokens = tokens;
    this.settings = settings;
    this.serviceName = serviceName;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    Caller caller = Caller.current();
    @Nullable TraceContext trace = TraceContext.current();
    return new SimpleForwardingClientCall<>(next.newCall(method, limited(method, options))) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        headers.put(Headers.AUTHORIZATION, "Bearer " + tokens.of(onBehalfOf(caller)));
        if (trace != null) {
          headers.put(Headers.TRACEPARENT, trace.traceparent());
        }
        super.start(listener, headers);
      }
    };
  }

  /**
   * Whatever called this service, this service now calls: it answers for what it asks others to do.
   * Only the administrator stays one.
   */
  private Caller onBehalfOf(Caller caller) {
    Access access =
        caller.may(Access.ACCESS_ADMINISTRATOR)
            ? Access.ACCESS_ADMINISTRATOR
            : Access.ACCESS_SERVICE;
    return new Caller(caller.workspaceId(), access, serviceName);
  }

  /** Streams may take their time: dead peers are found by keepalive. */
  private CallOptions limited(MethodDescriptor<?, ?> method, CallOptions options) {
    boolean unlimited = options.getDeadline() == null && Context.current().getDeadline() == null;
    return unlimited && method.getType() == MethodDescriptor.MethodType.UNARY
        ? options.withDeadlineAfter(settings.deadline().toMillis(), TimeUnit.MILLISECONDS)
        : options;
  }
}
