package io.tidings.backends;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of ours, with all its data under one folder. */
final class NativePostgres implements PostgresServer {
  private static final String USER = "tidings";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int FEWEST_BUFFERS = 128;
  private static final int MOST_BUFFERS = 512;

  private final Path programs = Binaries.postgres();
  private final Folder folder;
  private final int port;
  private final String password;
  private final Durability durability;
  private volatile @Nullable OwnProcess process;

  NativePostgres(Folder folder, int port, String password, Durability durability) {
    this.folder = folder;
    this.port = port;
    this.password = password;
    this.durability = durability;
  }

  @Override
  public void start() {
    Path data = folder.data("postgres");
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise(data);
    }
    removeStalePidFile(data.resolve("postmaster.pid"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      process = OwnProcess.start(plan(data), folder.root());
      if (answersBefore(process, deadline)) {
        return;
      }
      // After a kill -9 the last of the old server's children may hold its shared memory for a
      // moment longer.
      boolean passing = process.lastLines(5).contains("pre-existing shared memory block");
      String lastLines = process.lastLines(10);
      process.kill();
      if (!passing || System.nanoTime() > deadline) {
        throw new BackendException("PostgreSQL did not start; its last lines:\n" + lastLines);
      }
    }
  }

  private OwnProcess.Plan plan(Path data) {
    var command =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port)));
    settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return new OwnProcess.Plan(
        "postgres",
        asOrdinaryUser(command),
        Map.of("TZ", "UTC"),
        data,
        folder.log("postgres"),
        "INT");
  }

  private Map<String, String> settings() {
    String flush = durability == Durability.DURABLE ? "on" : "off";
    return Map.ofEntries(
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("fsync", flush),
        Map.entry("full_page_writes", flush),
        Map.entry("synchronous_commit", "on"),
        Map.entry("max_connections", "200"),
        Map.entry("shared_buffers", buffers() + "MB"),
        // More, as it would be by itself, is soon filled also while nothing is to be done.
        Map.entry("wal_buffers", "2MB"),
        Map.entry("max_wal_size", "2GB"),
        Map.entry("max_parallel_workers_per_gather", "0"),
        Map.entry("jit", "off"),
        Map.entry("io_method", "sync"),
        Map.entry("logging_collector", "off"));
  }

  /**
   * MiB: a 32nd of the machine's memory. Only what is used of it takes room; what does not fit is
   * read from and written to files by whoever needs the page, in the middle of a transaction. What
   * the machine's owner keeps free in huge pages is there for this, and PostgreSQL takes it.
   */
  private long buffers() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long usual = Math.clamp(machine.getTotalMemorySize() / 32 >> 20, FEWEST_BUFFERS, MOST_BUFFERS);
    return durability == Durability.DURABLE ? Math.max(usual, HugePages.forBuffers()) : usual;
  }

  private boolean answersBefore(OwnProcess started, long deadline) {
    while (started.isAlive() && System.nanoTime() < deadline) {
      try (Connection connection = connect("postgres")) {
        if (connection.isValid(5) && started.isListening(port)) {
          return true;
        }
      } catch (SQLException _) {
        // Not yet.
      }
      Pause.shortly();
    }
    return false;
  }

  private void initialise(Path data) {
    // Made beside its place and then moved there: a start that was cut short leaves no half
    // cluster.
    Path draft = folder.data("postgres.new");
    Folders.delete(draft);
    Folders.createPrivate(draft);
    Path passwordFile = folder.data("postgres.password");
    Folders.writePrivate(passwordFile, password);
    var command =
        List.of(
            programs.resolve("bin/initdb").toString(),
            "-D",
            draft.toString(),
            "-U",
            USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            // Compared by PostgreSQL itself: the C library would be asked for each two texts.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            durability == Durability.DURABLE ? "--sync-method=fsync" : "--no-sync");
    try {
      var output = folder.log("postgres");
      Files.createDirectories(output.getParent());
      int exit =
          new ProcessBuilder(asOrdinaryUser(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start()
              .waitFor();
      if (exit != 0) {
        throw new BackendException("initdb failed, see " + output);
      }
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new BackendException("could not create the database cluster: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while the database cluster was created", e);
    } finally {
      Folders.delete(passwordFile);
    }
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace of its own root is nobody in particular,
   * and still owns its files.
   */
  private static List<String> asOrdinaryUser(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    Path unshare =
        Executables.find("unshare")
            .orElseThrow(() ->
                new BackendException(
                    "PostgreSQL does not run as root, and `unshare` is missing: run as a user"));
    var wrapped = new ArrayList<>(List.of(unshare.toString(), "-U"));
    wrapped.addAll(command);
    return wrapped;
  }

  /**
   * After a reboot a stranger may have the pid of the file that a killed PostgreSQL left, which
   * then refuses to start.
   */
  private static void removeStalePidFile(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      boolean stranger =
          ProcessHandle.of(pid)
              .filter(process -> !process.info().command().orElse("postgres").endsWith("postgres"))
              .isPresent();
      if (stranger) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copied block by block, as is usual, the databases of all services fill the shared buffers. */
  @Override
  public String strategy() {
    return " STRATEGY FILE_COPY";
  }

  @Override
  public String databaseUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?reWriteBatchedInserts=true";
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String password() {
    return password;
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
      process.stop(Duration.ofSeconds(20));
    }
  }
}
