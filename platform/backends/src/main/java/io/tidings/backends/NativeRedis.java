package io.tidings.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Redis of ours. It keeps nothing on disk: nothing that cannot be lost is ever put there. */
final class NativeRedis implements RedisServer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path program = Binaries.redis();
  private final Folder folder;
  private final int port;
  private final String password;
  private volatile @Nullable OwnProcess process;

  NativeRedis(Folder folder, int port, String password) {
    this.folder = folder;
    this.port = port;
    this.password = password;
  }

  @Override
  public void start() {
    Path data = Folders.createPrivate(folder.data("redis"));
    Path configuration = data.resolve("redis.conf");
    Folders.writePrivate(
        configuration,
        """
        bind 127.0.0.1
        port %d
        requirepass %s
        save ""
        appendonly no
        maxmemory 64mb
        maxmemory-policy allkeys-lru
        # How often it wakes by itself in a second.
        hz 1
        """
            .formatted(port, password));
    var started =
        OwnProcess.start(
            new OwnProcess.Plan(
                "redis",
                List.of(program.toString(), configuration.toString()),
                Map.of(),
                data,
                folder.log("redis"),
                "TERM"),
            folder.root());
    process = started;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!(answers() && started.isListening(port))) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        started.kill();
        throw new BackendException(
            "Redis did not start; its last lines:\n" + started.lastLines(10));
      }
      Pause.shortly();
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket
          .getOutputStream()
          .write("AUTH %s\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String url() {
    return "redis://:" + password + "@" + address();
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public boolean isRunning() {
    OwnProcess started = process;
    return started != null && started.isAlive();
  }

  @Override
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop(Duration.ofSeconds(5));
    }
  }
}
