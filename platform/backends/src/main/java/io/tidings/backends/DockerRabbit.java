package io.tidings.backends;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A RabbitMQ of ours in a container, with its data in a volume; both are named after the folder
 * they belong to. The volume outlives the folder, where that is not deleted here: data that another
 * folder of that path left behind is removed at the first start.
 */
final class DockerRabbit implements RabbitServer {
  static final String IMAGE = "rabbitmq:4-alpine";
  private static final String USER = "tidings";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Docker docker;
  private final Folder folder;
  private final String name;
  private final ContainerFile file;
  private final int port;
  private final String password;

  DockerRabbit(Docker docker, Folder folder, int port, String password) {
    this.docker = docker;
    this.folder = folder;
    this.name = name(folder);
    this.file =
        new ContainerFile(folder.running().resolve("rabbitmq" + ContainerFile.END), name, docker);
    this.port = port;
    this.password = password;
  }

  private static String name(Folder folder) {
    byte[] path =
        folder.root().toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return "tidings-rabbitmq-" + UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
  }

  private static Path secrets(Folder folder) {
    return folder.data("rabbitmq").resolve("container.env");
  }

  /** Removes the data of a folder that is to be deleted, if it has any. */
  static void removeData(Docker docker, Folder folder) {
    if (Files.exists(secrets(folder))) {
      removeContainer(docker, name(folder));
      docker.run("volume", "rm", "--force", name(folder));
    }
  }

  /** One that has ended, or that an owner left behind who was killed. */
  private static void removeContainer(Docker docker, String name) {
    if (docker.has(name)) {
      docker.run("rm", "--force", name);
    }
  }

  @Override
  public void start() {
    removeContainer(docker, name);
    Path secrets = secrets(folder);
    if (!Files.exists(secrets)) {
      // It would open to the password of another folder only, which was in this place before.
      docker.run("volume", "rm", "--force", name);
    }
    Folders.createPrivate(folder.data("rabbitmq"));
    Folders.writePrivate(
        secrets, "RABBITMQ_DEFAULT_USER=%s\nRABBITMQ_DEFAULT_PASS=%s\n".formatted(USER, password));
    file.write();
    docker.run(
        "run",
        "--detach",
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

  /** Also where its engine does not answer: that says nothing of it. */
  @Override
  public boolean isRunning() {
    try {
      return docker.runs(name);
    } catch (BackendException _) {
      return true;
    }
  }

  @Override
  public void kill() {
    docker.run("kill", name);
  }

  @Override
  public void close() {
    if (docker.has(name)) {
      file.stop();
    }
  }
}
