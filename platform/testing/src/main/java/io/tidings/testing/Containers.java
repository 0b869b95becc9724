package io.tidings.testing;

import io.tidings.backends.Backends.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL and Redis in containers, where a Docker engine answers. RabbitMQ is put into one by
 * its own start.
 */
final class Containers {
  private Containers() {}

  /** The plan with the addresses of containers in it, except where it has addresses already. */
  static Plan instead(Plan plan) {
    if (!engineAnswers()) {
      return plan;
    }
    Map<String, String> environment = new HashMap<>(plan.environment());
    environment.computeIfAbsent("TIDINGS_POSTGRES_URL", _ -> postgres());
    environment.computeIfAbsent("TIDINGS_REDIS_URL", _ -> redis());
    return new Plan(
        plan.root(),
        plan.password(),
        plan.durability(),
        plan.ports(),
        plan.usualPorts(),
        environment,
        plan.progress());
  }

  private static boolean engineAnswers() {
    String host = System.getenv("DOCKER_HOST");
    boolean configured =
        (host != null && !host.isEmpty()) || Files.exists(Path.of("/var/run/docker.sock"));
    return configured && DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // Lives until the JVM ends; Testcontainers removes it then.
  private static String postgres() {
    var container =
        new GenericContainer<>(DockerImageName.parse("postgres:18-alpine"))
            .withEnv("POSTGRES_PASSWORD", "tidings")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200")
            .withExposedPorts(5432);
    container.start();
    return "jdbc:postgresql://%s:%d/?user=postgres&password=tidings"
        .formatted(container.getHost(), container.getMappedPort(5432));
  }

  @SuppressWarnings("resource") // Lives until the JVM ends; Testcontainers removes it then.
  private static String redis() {
    var container =
        new GenericContainer<>(DockerImageName.parse("redis:7-alpine")).withExposedPorts(6379);
    container.start();
    return "redis://%s:%d".formatted(container.getHost(), container.getMappedPort(6379));
  }
}
