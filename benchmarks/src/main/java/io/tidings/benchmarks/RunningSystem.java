package io.tidings.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.tidings.backends.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A system of its own for one benchmark, started by the launcher in a temporary folder. */
final class RunningSystem implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** What otherwise gets its usual port, where another system may be about to start as well. */
  private static final List<String> WITH_USUAL_PORTS =
      List.of(
          "postgres",
          "rabbitmq",
          "redis",
          "user-service-grpc",
          "user-service-http",
          "event-service-grpc",
          "event-service-http",
          "segment-service-grpc",
          "segment-service-http",
          "messaging-service-grpc",
          "messaging-service-http",
          "integration-service-grpc",
          "integration-service-http",
          "edge-gateway-http",
          "sandbox-http",
          "sandbox-smtp",
          "sandbox-smpp",
          "sandbox-apns");

  private final Path root;
  private final Path data;
  private final @Nullable Path recordings;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private boolean closed;

  private RunningSystem(Path root, Path data, @Nullable Path recordings) {
    this.root = root;
    this.data = data;
    this.recordings = recordings;
  }

  /**
   * @param recordings folder for a JFR recording of every Java process; null: none is made
   */
  static RunningSystem start(Path root, @Nullable Path recordings)
      throws IOException, InterruptedException {
    var system =
        new RunningSystem(
            root, Files.createTempDirectory("tidings-benchmark").toRealPath(), recordings);
    // A Ctrl-C leaves nothing running.
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    Ports ports = new Ports(system.data.resolve("ports.properties"));
    WITH_USUAL_PORTS.forEach(name -> ports.port(name, 0));
    try {
      system.up();
    } catch (IOException | IllegalStateException failure) {
      system.close();
      throw failure;
    }
    return system;
  }

  /** Returns how long it took until all was healthy. */
  Duration up() throws IOException, InterruptedException {
    long start = System.nanoTime();
    launch("up", "--detach");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void stop() throws IOException, InterruptedException {
    launch("stop");
  }

  private void launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("tidings").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    Path output = Files.createTempFile("tidings-benchmark", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What is measured was built before.
    builder.environment().put("TIDINGS_BUILD", "never");
    if (recordings != null) {
      Files.createDirectories(recordings);
      builder
          .environment()
          .put(
              "JDK_JAVA_OPTIONS",
              "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                  + recordings.resolve("%p.jfr"));
    }
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    String printed = Files.readString(output);
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      process.destroy();
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + printed);
    }
  }

  Processes processes() {
    return new Processes(data);
  }

  URI gateway(String path) {
    return URI.create(credential("TIDINGS_URL") + path);
  }

  URI sandbox(String path) {
    return URI.create(credential("TIDINGS_SANDBOX_URL") + path);
  }

  String writeKey() {
    return credential("TIDINGS_WRITE_KEY");
  }

  String secretKey() {
    return credential("TIDINGS_SECRET_KEY");
  }

  /** A channel to a service, {@code user} for instance, with the secret key. */
  ManagedChannel channel(String service) {
    return channel(service, secretKey());
  }

  /** The same for what only the operator may do. */
  ManagedChannel operatorChannel(String service) {
    return channel(service, property("secrets.properties", "administrator-key"));
  }

  private ManagedChannel channel(String service, String key) {
    return channelTo(credential("TIDINGS_" + service.toUpperCase(Locale.ROOT) + "_GRPC"), key);
  }

  /** A channel to any address, with the key given. */
  ManagedChannel channelTo(String address, String key) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(address)
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    channels.add(channel);
    return channel;
  }

  /** The database of a service, {@code user} for instance. */
  Connection database(String service) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%s/tidings_%s"
            .formatted(property("ports.properties", "postgres"), service),
        "tidings",
        property("secrets.properties", "backend-password"));
  }

  /** What a client is told. */
  private String credential(String name) {
    return property("credentials.env", name).replaceAll("^'|'$", "");
  }

  private String property(String file, String name) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(data.resolve(file))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException("the system's " + file + " cannot be read", e);
    }
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "%s has no %s, only %s".formatted(file, name, properties.stringPropertyNames()));
    }
    return value;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      stop();
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
