package io.tidings.backends;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A RabbitMQ of ours in a container, with its data in a volume; both are named after the folder
 * they belong to.
 */
final class DockerRabbit implements RabbitServer {
  static final String IMAGE = "rabbitmq:4-alpine";
  private static final String USER = "tidings";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Docker docker;
  private final Folder folder;
  private final String name;
  private final int port;
  private final String password;

  DockerRabbit(Docker docker, Folder folder, int port, String password) {
    this.docker = docker;
    this.folder = folder;
    this.name = "tidings-rabbitmq-" + identity(folder.root());
    this.port = port;
    this.password = password;
  }

  private static String identity(Path root) {
    byte[] path = root.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
  }

  @Override
  public void start() {
    // One of this name was left behind by an owner that was killed.
    if (docker.has(name)) {
      docker.run("rm", "--force", name);
    }
    Path secrets = Folders.createPrivate(folder.data("rabbitmq")).resolve("container.env");
    Folders.writePrivate(
        secrets, "RABBITMQ_DEFAULT_USER=%s\nRABBITMQ_DEFAULT_PASS=%s\n".formatted(USER, password));
    docker.run(
        "run",
        "--detach",
        "--rm",
        "--name",
        name,
        // The node's name, and with it the place of its data, follows the host's name.
        "--hostname",
        "tidings",
        "--publish",
        "127.0.0.1:" + port + ":5672",
        "--env-file",
        secrets.toString(),
        "--volume",
        name + ":/var/lib/rabbitmq",
        IMAGE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Amqp.answers(port)) {
      if (System.nanoTime() > deadline) {
        String lastLines = docker.run("logs", "--tail", "15", name);
        close();
        throw new BackendException("RabbitMQ did not start; its last lines:\n" + lastLines);
      }
      Pause.shortly();
    }
  }

  @Override
  public String createVirtualHost(String virtualHost) {
    docker.run("exec", name, "rabbitmqctl", "add_vhost", virtualHost);
    docker.run(
        "exec", name, "rabbitmqctl", "set_permissions", "-p", virtualHost, USER, ".*", ".*", ".*");
    return Amqp.url(USER, password, port, virtualHost);
  }

  @Override
  public String url() {
    return Amqp.url(USER, password, port, "/");
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port + " (Docker)";
  }

  @Override
  public boolean isRunning() {
    return docker.has(name);
  }

  @Override
  public void kill() {
    docker.run("kill", name);
  }

  @Override
  public void close() {
    if (docker.has(name)) {
      docker.run("stop", "--time", "20", name);
    }
  }
}
