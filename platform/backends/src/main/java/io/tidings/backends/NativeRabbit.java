package io.tidings.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ of ours, from the machine's package, as a private node: with its own Erlang port
 * mapper (epmd), cookie, ports and data, so that it meets no other node of this machine.
 */
final class NativeRabbit implements RabbitServer {
  private static final String USER = "tidings";
  private static final String NODE = "tidings@localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Folder folder;
  private final NodePorts ports;
  private final String password;
  private final Progress progress;
  private @Nullable OwnProcess epmd;
  private volatile @Nullable OwnProcess process;

  /**
   * @param amqp where clients connect
   * @param epmd of the port mapper
   * @param node where the node would meet others of a cluster
   */
  record NodePorts(int amqp, int epmd, int node) {}

  NativeRabbit(Folder folder, NodePorts ports, String password, Progress progress) {
    this.folder = folder;
    this.ports = ports;
    this.password = password;
    this.progress = progress;
  }

  @Override
  public void start() {
    Path script = RabbitPackage.script(progress, folder.log("rabbitmq"));
    Path home = Folders.createPrivate(folder.data("rabbitmq"));
    writeConfiguration(home);
    if (epmd == null || !epmd.isAlive()) {
      epmd = startEpmd(home);
    }
    var started =
        OwnProcess.start(
            new OwnProcess.Plan(
                "rabbitmq",
                List.of(script.toString()),
                environment(home),
                home,
                folder.log("rabbitmq"),
                "TERM"),
            folder.root());
    process = started;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!(Amqp.answers(ports.amqp()) && started.isListening(ports.amqp()))) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        started.kill();
        stopEpmd();
        throw new BackendException(
            "RabbitMQ did not start; its last lines:\n" + started.lastLines(15));
      }
      Pause.shortly();
    }
  }

  private void writeConfiguration(Path home) {
    Folders.writePrivate(
        home.resolve("rabbitmq.conf"),
        """
        listeners.tcp.1 = 127.0.0.1:%d
        default_user = %s
        default_pass = %s
        vm_memory_high_watermark.absolute = 512MB
        disk_free_limit.absolute = 100MB
        raft.wal_max_size_bytes = 33554432
        log.file = false
        log.console = true
        log.console.level = warning
        """
            .formatted(ports.amqp(), USER, password));
    Folders.writePrivate(home.resolve("enabled_plugins"), "[].\n");
  }

  private Map<String, String> environment(Path home) {
    var environment = new HashMap<>(erlang(home));
    environment.putAll(
        Map.ofEntries(
            Map.entry("RABBITMQ_NODENAME", NODE),
            Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
            Map.entry("RABBITMQ_NODE_PORT", Integer.toString(ports.amqp())),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(ports.node())),
            Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("data").toString()),
            Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
            Map.entry("RABBITMQ_PID_FILE", home.resolve("rabbitmq.pid").toString()),
            Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString()),
            Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString()),
            Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
            // Told that it may read input, the script becomes the node instead of staying as its
            // parent: the pid that
            // we know is the node's. There is no input, hence -noinput; INT is not for it to act
            // on.
            Map.entry("RABBITMQ_ALLOW_INPUT", "true"),
            Map.entry("RABBITMQ_SERVER_START_ARGS", "-noinput +B i"),
            // The table of processes is written whole at the start: a million take 11 MiB more.
            Map.entry("RABBITMQ_MAX_NUMBER_OF_PROCESSES", "65536"),
            Map.entry(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +SDcpu 1:1 +sbwt none"
                    + " +sbwtdcpu none +sbwtdio none")));
    return environment;
  }

  private Map<String, String> erlang(Path home) {
    return Map.of(
        "HOME", home.toString(),
        "ERL_EPMD_PORT", Integer.toString(ports.epmd()),
        "ERL_EPMD_ADDRESS", "127.0.0.1");
  }

  /**
   * The node would start one by itself, but one that outlives it and that nobody knows the pid of.
   */
  private OwnProcess startEpmd(Path home) {
    Path program =
        Executables.find("epmd")
            .orElseThrow(() -> new BackendException("Erlang's epmd is missing from the PATH"));
    return OwnProcess.start(
        new OwnProcess.Plan(
            "rabbitmq-epmd",
            List.of(program.toString()),
            erlang(home),
            home,
            folder.log("rabbitmq"),
            "TERM"),
        folder.root());
  }

  @Override
  public String createVirtualHost(String name) {
    // rabbitmqctl can do this too, but starts an Erlang node for it, which takes seconds.
    evaluate(
        """
        rabbit_vhost:add(<<"%1$s">>, <<"%2$s">>),
        rabbit_auth_backend_internal:set_permissions(<<"%2$s">>, <<"%1$s">>, <<".*">>, <<".*">>, <<".*">>, <<"%2$s">>).
        """
            .formatted(name, USER));
    return Amqp.url(USER, password, ports.amqp(), name);
  }

  private void evaluate(String expression) {
    Path program =
        Executables.find("erl_call")
            .orElseThrow(() -> new BackendException("Erlang's erl_call is not on the PATH"));
    var builder =
        new ProcessBuilder(program.toString(), "-sname", NODE, "-e").redirectErrorStream(true);
    builder.environment().putAll(erlang(folder.data("rabbitmq")));
    try {
      Process call = builder.start();
      try (var input = call.getOutputStream()) {
        input.write(expression.getBytes(StandardCharsets.UTF_8));
      }
      String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (call.waitFor() != 0 || !answer.startsWith("{ok,")) {
        throw new BackendException("RabbitMQ answered: " + answer);
      }
    } catch (IOException e) {
      throw new BackendException("could not reach the RabbitMQ node: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while talking to the RabbitMQ node", e);
    }
  }

  @Override
  public String url() {
    return Amqp.url(USER, password, ports.amqp(), "/");
  }

  @Override
  public String address() {
    return "127.0.0.1:" + ports.amqp();
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
    stopEpmd();
  }

  private void stopEpmd() {
    if (epmd != null) {
      epmd.stop(Duration.ofSeconds(5));
    }
  }
}
