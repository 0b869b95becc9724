package io.tidings.gateway;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jwt.SignedJWT;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A gRPC server on a real port with the services that a test plays. */
final class PlayedServices implements AutoCloseable {
  private static final Context.Key<String> WORKSPACE = Context.key("workspace");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final Map<String, List<String>> traceparents = new ConcurrentHashMap<>();

  PlayedServices(List<BindableService> services) {
    var builder =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(16 * 1024 * 1024)
            .intercept(new Door());
    services.forEach(builder::addService);
    try {
      this.server = builder.build().start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The traces that calls for the workspace came with, in their order. */
  List<String> traceparents(String workspace) {
    return traceparents.getOrDefault(workspace, List.of());
  }

  /** For which workspaces calls came in. */
  Set<String> workspaces() {
    return Set.copyOf(traceparents.keySet());
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The workspace that the gateway calls for. */
  static String workspace() {
    return WORKSPACE.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Reads the workspace out of the internal token, and turns what is thrown into a status. */
  private final class Door implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var workspace = workspaceOf(headers);
      traceparents
          .computeIfAbsent(workspace, _ -> new CopyOnWriteArrayList<>())
          .add(String.valueOf(headers.get(TRACEPARENT)));
      var context = Context.current().withValue(WORKSPACE, workspace);
      return new SimpleForwardingServerCallListener<>(
          Contexts.interceptCall(context, call, headers, next)) {
        @Override
        public void onHalfClose() {
          try {
            super.onHalfClose();
          } catch (StatusRuntimeException fault) {
            call.close(
                fault.getStatus(),
                fault.getTrailers() == null ? new Metadata() : fault.getTrailers());
          }
        }
      };
    }

    private static String workspaceOf(Metadata headers) {
      try {
        var token = requireNonNull(headers.get(AUTHORIZATION)).substring("Bearer ".length());
        return SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("workspace");
      } catch (ParseException failure) {
        throw new IllegalStateException("no internal token", failure);
      }
    }
  }
}
