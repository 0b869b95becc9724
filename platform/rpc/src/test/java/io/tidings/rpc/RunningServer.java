package io.tidings.rpc;

import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import java.util.HashMap;
import java.util.Map;

/** A service with {@link EchoKeys} as its only endpoint, and a channel to it. */
final class RunningServer implements AutoCloseable {
  static final String SECRET = "an internal secret of forty characters..";
  static final String ADMINISTRATOR_KEY = "the operator's own key";

  final ApplicationContext context;
  final ManagedChannel channel;
  final int httpPort;

  RunningServer(Map<String, Object> overrides) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "micronaut.application.name",
                "echo",
                "tidings.bind",
                "127.0.0.1",
                "tidings.internal-secret",
                SECRET,
                "tidings.administrator-key",
                ADMINISTRATOR_KEY));
    properties.putAll(overrides);
    EmbeddedServer http = ApplicationContext.run(EmbeddedServer.class, properties);
    this.context = http.getApplicationContext();
    this.httpPort = http.getPort();
    this.channel =
        Grpc.newChannelBuilder("127.0.0.1:" + grpcPort(), InsecureChannelCredentials.create())
            .build();
  }

  int grpcPort() {
    return context.getBean(GrpcEmbeddedServer.class).getPort();
  }

  /** Its endpoint, called with a secret key. */
  KeyServiceGrpc.KeyServiceBlockingStub keys() {
    return KeyServiceGrpc.newBlockingStub(channel).withInterceptors(bearing(KnownKeys.SECRET_KEY));
  }

  static ClientInterceptor bearing(String credential) {
    return bearing(credential, new Metadata());
  }

  static ClientInterceptor bearing(String credential, Metadata more) {
    Metadata headers = new Metadata();
    headers.merge(more);
    headers.put(Headers.AUTHORIZATION, "Bearer " + credential);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    context.close();
  }
}
