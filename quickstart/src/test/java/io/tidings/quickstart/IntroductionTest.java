package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.ConnectProviderResponse;
import io.tidings.proto.messaging.v1.Connection;
import io.tidings.proto.messaging.v1.ListConnectionsRequest;
import io.tidings.proto.messaging.v1.ListConnectionsResponse;
import io.tidings.proto.messaging.v1.ListProvidersRequest;
import io.tidings.proto.messaging.v1.ListProvidersResponse;
import io.tidings.proto.messaging.v1.Provider;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc.ProviderServiceImplBase;
import io.tidings.proto.messaging.v1.ProviderSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a system is told at its first start, and is not told again. */
class IntroductionTest {
  private static final Map<String, Channel> CHANNELS =
      Map.of(
          "smtp", Channel.CHANNEL_EMAIL,
          "smpp", Channel.CHANNEL_SMS,
          "twilio", Channel.CHANNEL_SMS,
          "apns", Channel.CHANNEL_PUSH,
          "fcm", Channel.CHANNEL_PUSH);
  private static final Set<String> SECRET = Set.of("password", "key", "service_account");
  private static final String KEYS = "sandbox-keys.p12";
  private static final String NAMES =
      "host port security username password from hello_name timeout system_id source_address"
          + " team_id key_id key topic ca_certificate endpoint service_account account_sid";
  private static final List<ProviderSetting> SETTINGS =
      Stream.of(NAMES.split(" ", -1))
          .map(name ->
              ProviderSetting.newBuilder().setName(name).setSecret(SECRET.contains(name)).build())
          .toList();

  /** Made once: that takes its time. */
  @TempDir static Path keys;

  @TempDir Path root;

  private final List<String> connected = new CopyOnWriteArrayList<>();
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
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

  @BeforeEach
  void takeKeys() throws IOException {
    Path sandbox = Files.createDirectories(folder().sandbox());
    if (Files.exists(keys.resolve(KEYS))) {
      Files.copy(keys.resolve(KEYS), sandbox.resolve(KEYS));
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.shutdownNow();
    Path made = folder().sandbox().resolve(KEYS);
    if (Files.exists(made)) {
      Files.copy(made, keys.resolve(KEYS), StandardCopyOption.REPLACE_EXISTING);
    }
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

    assertThat(connect()).isEmpty();
    assertThat(connected).hasSize(4);
  }

  @Test
  void leadsAChannelIntoTheSandboxAgainThatMovedToAnotherPort() throws IOException {
    connect();

    connectWhileTaken("sandbox-smpp");

    assertThat(connected).hasSize(5).last().isEqualTo("smpp");
  }

  @Test
  void connectsWhatAStartThatWasBrokenOffDidNotComeTo() {
    connect();
    connections.remove("fcm");

    connect();

    assertThat(connected).hasSize(5).last().isEqualTo("fcm");
  }

  @Test
  void leavesAConnectionAloneThatTheOperatorReplaced() throws IOException {
    connect();
    connections.put("smtp", connection("smtp", Map.of("host", "relay.example")));

    assertThat(connectWhileTaken("sandbox-http")).containsExactly("smtp");

    // FCM is served at that port.
    assertThat(connected).hasSize(5).last().isEqualTo("fcm");
  }

  @Test
  void leavesAChannelAloneThatTheOperatorServesByAnotherProvider() throws IOException {
    connect();
    connections.put("twilio", connection("twilio", Map.of("account_sid", "AC1")));

    assertThat(connectWhileTaken("sandbox-smpp")).containsExactly("twilio");

    assertThat(connected).hasSize(4);
  }

  @Test
  void takesNoConnectionForItsOwnOfWhichNothingIsShown() throws IOException {
    connect();
    connections.put("fcm", connection("fcm", Map.of()));

    assertThat(connectWhileTaken("sandbox-http")).containsExactly("fcm");

    assertThat(connected).hasSize(4);
  }

  @Test
  void tellsNoStoryToPeopleWhomTheOperatorsProvidersReach() {
    connect();
    inTheWorld(SandboxConnections::mustBeAll);
    connections.put("twilio", connection("twilio", Map.of("account_sid", "AC1")));

    assertThatThrownBy(() -> inTheWorld(SandboxConnections::mustBeAll))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("twilio")
        .hasMessageContaining("--data");
  }

  /** As at the next start, when somebody else has the port. */
  private List<String> connectWhileTaken(String port) throws IOException {
    int kept = folder().ports().kept(port);
    try (var _ = new ServerSocket(kept, 1, InetAddress.getLoopbackAddress())) {
      return connect();
    }
  }

  private List<String> connect() {
    var theirs = new ArrayList<String>();
    inTheWorld(sandbox -> theirs.addAll(sandbox.connect()));
    return theirs;
  }

  private void inTheWorld(Consumer<SandboxConnections> work) {
    var outside = new OutsideWorld(folder(), folder().ports());
    outside.start();
    try {
      work.accept(outside.connections(administrator()));
    } finally {
      outside.stop();
      // Whoever waits on a port gives it back a moment after it was told to.
      await().until(() -> isFree("sandbox-smtp") && isFree("sandbox-smpp"));
    }
  }

  private boolean isFree(String port) {
    int kept = folder().ports().kept(port);
    try (var _ = new ServerSocket(kept, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static Connection connection(String provider, Map<String, String> settings) {
    var shown = new HashMap<>(settings);
    shown.keySet().removeAll(SECRET);
    return Connection.newBuilder()
        .setProvider(provider)
        .setChannel(CHANNELS.get(provider))
        .putAllSettings(shown)
        .build();
  }

  private void writeCredentials() {
    Credentials.write(
        folder(),
        Installation.in(folder(), Map.of(), 2),
        addresses(),
        "http://127.0.0.1:8025",
        administrator());
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
    public void listProviders(
        ListProvidersRequest request, StreamObserver<ListProvidersResponse> answer) {
      var providers = ListProvidersResponse.newBuilder();
      CHANNELS.forEach((id, channel) ->
          providers.addProviders(
              Provider.newBuilder().setId(id).setChannel(channel).addAllSettings(SETTINGS)));
      answer.onNext(providers.build());
      answer.onCompleted();
    }

    @Override
    public void listConnections(
        ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> answer) {
      answer.onNext(
          ListConnectionsResponse.newBuilder().addAllConnections(connections.values()).build());
      answer.onCompleted();
    }

    @Override
    public void connectProvider(
        ConnectProviderRequest request, StreamObserver<ConnectProviderResponse> answer) {
      connected.add(request.getProvider());
      connections.put(
          request.getProvider(), connection(request.getProvider(), request.getSettingsMap()));
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
