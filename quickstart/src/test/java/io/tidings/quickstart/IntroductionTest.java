package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.integration.v1.CreateKeyRequest;
import io.tidings.proto.integration.v1.CreateKeyResponse;
import io.tidings.proto.integration.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.ConnectProviderResponse;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc.ProviderServiceImplBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a system is told at its first start, and is not told again. */
class IntroductionTest {
  @TempDir Path root;

  private final List<String> connected = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Keys())
            .addService(new Providers())
            .intercept(new Listening())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void writesWhatAClientNeedsForAShellToRead() throws IOException {
    writeCredentials();

    Path file = folder().credentials();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "TIDINGS_URL='http://127.0.0.1:8080'",
            "TIDINGS_WRITE_KEY='key-KEY_KIND_WRITE-1'",
            "TIDINGS_SECRET_KEY='key-KEY_KIND_SECRET-2'",
            "TIDINGS_SANDBOX_URL='http://127.0.0.1:8025'",
            "TIDINGS_EVENT_GRPC='127.0.0.1:0'",
            "TIDINGS_INTEGRATION_GRPC='127.0.0.1:%d'".formatted(server.getPort()),
            "TIDINGS_MESSAGING_GRPC='127.0.0.1:%d'".formatted(server.getPort()),
            "TIDINGS_SEGMENT_GRPC='127.0.0.1:0'",
            "TIDINGS_USER_GRPC='127.0.0.1:0'");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(credentials).containsOnly("Bearer the-administrator-key");
  }

  @Test
  void keepsTheKeysOfTheFirstStart() throws IOException {
    writeCredentials();
    List<String> first = Files.readAllLines(folder().credentials());

    writeCredentials();

    assertThat(Files.readAllLines(folder().credentials())).isEqualTo(first);
  }

  @Test
  void connectsEveryProviderToTheSandboxOnce() {
    connect();
    assertThat(connected).containsExactlyInAnyOrder("smtp", "smpp", "apns", "fcm");

    connect();
    assertThat(connected).hasSize(4);
  }

  private void connect() {
    var outside = new OutsideWorld(folder(), folder().ports());
    outside.start();
    try {
      outside.connect(administrator());
    } finally {
      outside.stop();
    }
  }

  private void writeCredentials() {
    Credentials.write(
        folder(), Installation.in(folder()), addresses(), "http://127.0.0.1:8025", administrator());
  }

  private AdministratorClient administrator() {
    return new AdministratorClient(addresses(), "the-administrator-key");
  }

  private Addresses addresses() {
    return new Addresses(
        Map.of(Service.INTEGRATION, server.getPort(), Service.MESSAGING, server.getPort()),
        Map.of(Service.GATEWAY, 8080));
  }

  private DataFolder folder() {
    return new DataFolder(root);
  }

  private static final class Keys extends KeyServiceImplBase {
    private int made;

    @Override
    public synchronized void createKey(
        CreateKeyRequest request, StreamObserver<CreateKeyResponse> answer) {
      made++;
      answer.onNext(
          CreateKeyResponse.newBuilder()
              .setSecret("key-%s-%d".formatted(request.getKind(), made))
              .build());
      answer.onCompleted();
    }
  }

  private final class Providers extends ProviderServiceImplBase {
    @Override
    public void connectProvider(
        ConnectProviderRequest request, StreamObserver<ConnectProviderResponse> answer) {
      connected.add(request.getProvider());
      answer.onNext(ConnectProviderResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private final class Listening implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      credentials.add(
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
      return next.startCall(call, headers);
    }
  }
}
