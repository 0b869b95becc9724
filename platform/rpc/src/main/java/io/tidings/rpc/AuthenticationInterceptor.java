package io.tidings.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import io.tidings.proto.rpc.v1.Access;
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
    Caller caller = callerOf(headers);
    if (!caller.may(required)) {
      throw Faults.permissionDenied(
          "%s is for %s; you came with %s"
              .formatted(
                  call.getMethodDescriptor().getFullMethodName(),
                  wordsFor(required),
                  wordsFor(caller.access())));
    }
    return Contexts.interceptCall(caller.in(Context.current()), call, headers, next);
  }

  private Caller callerOf(Metadata headers) {
    String authorization = headers.get(Headers.AUTHORIZATION);
    if (authorization == null) {
      throw Faults.unauthenticated(
          "no API key; send the metadata 'authorization: Bearer <key>' with a key of your"
              + " workspace");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Faults.unauthenticated("'authorization' must read 'Bearer <key>'");
    }
    return credentials.authenticate(
        authorization.substring(SCHEME.length()).strip(), headers.get(Headers.WORKSPACE));
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
