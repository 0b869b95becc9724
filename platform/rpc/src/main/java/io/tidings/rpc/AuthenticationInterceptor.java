package io.tidings.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.rpc.Credentials.Admission;
import jakarta.inject.Singleton;

/** Lets a call in once it is known who calls and the method is open to them. */
@Singleton
final class AuthenticationInterceptor implements ServerInterceptor, Ordered {
  private static final String SCHEME = "Bearer ";

  private final Credentials credentials;

  AuthenticationInterceptor(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public int getOrder() {
    return Position.AUTHENTICATION.getOrder();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (MethodAccess.isOpen(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    Access required = MethodAccess.of(call.getMethodDescriptor());
    Admission admission = admit(headers);
    Caller caller = admission.caller();
    if (!caller.may(required)) {
      throw Faults.permissionDenied(
          "%s is for %s; you came with %s"
              .formatted(
                  call.getMethodDescriptor().getFullMethodName(),
                  wordsFor(required),
                  wordsFor(caller.access())));
    }
    Context context = admission.settings().in(caller.in(Context.current()));
    ServerCall.Listener<Q> listener = Contexts.interceptCall(context, call, headers, next);
    return call.getMethodDescriptor().getType().clientSendsOneMessage()
        ? listener
        : new Readmission<>(listener, headers);
  }

  /** A stream may go on for hours; it ends when its credentials are no longer good. */
  private final class Readmission<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Metadata headers;

    Readmission(ServerCall.Listener<Q> listener, Metadata headers) {
      super(listener);
      this.headers = headers;
    }

    @Override
    public void onMessage(Q message) {
      if (isKey(headers)) {
        var unused = admit(headers);
      }
      super.onMessage(message);
    }
  }

  /** Internal tokens live for a minute: one that began a stream need not outlive it. */
  private static boolean isKey(Metadata headers) {
    return Credentials.isKey(credential(headers));
  }

  private Admission admit(Metadata headers) {
    return credentials.admit(credential(headers), headers.get(Headers.WORKSPACE));
  }

  private static String credential(Metadata headers) {
    String authorization = headers.get(Headers.AUTHORIZATION);
    if (authorization == null) {
      throw Faults.unauthenticated(
          "no API key; send the metadata 'authorization: Bearer <key>' with a key of your"
              + " workspace");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Faults.unauthenticated("'authorization' must read 'Bearer <key>'");
    }
    return authorization.substring(SCHEME.length()).strip();
  }

  private static String wordsFor(Access access) {
    return switch (access) {
      case ACCESS_WRITE_KEY -> "a public write key";
      case ACCESS_SECRET_KEY -> "a secret key";
      case ACCESS_SERVICE -> "services of this installation";
      case ACCESS_ADMINISTRATOR -> "the administrator key";
      case ACCESS_UNSPECIFIED, UNRECOGNIZED -> "nobody";
    };
  }
}
