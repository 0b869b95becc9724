package io.tidings.testing;

import io.tidings.backends.Backends.Plan;
import io.tidings.backends.PostgresServer;
import io.tidings.backends.RabbitServer;
import io.tidings.backends.RedisServer;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The real PostgreSQL, RabbitMQ and Redis of this test run: those whose addresses the environment
 * gives, else containers where a Docker engine answers, else servers started on this machine as the
 * quickstart does. Each is started when it is first asked for, and stopped when the tests' JVM
 * ends.
 */
public final class Backends {
  private static final Backends SHARED = new Backends();

  private final Lazy<Plan> plan =
      new Lazy<>(() -> Containers.instead(Plan.fast(TestFolder.create())));
  private final Lazy<PostgresServer> postgres =
      new Lazy<>(() -> closedAtExit(io.tidings.backends.Backends.postgres(plan.get())));
  private final Lazy<RabbitServer> rabbit =
      new Lazy<>(() -> closedAtExit(io.tidings.backends.Backends.rabbit(plan.get())));
  private final Lazy<RedisServer> redis =
      new Lazy<>(() -> closedAtExit(io.tidings.backends.Backends.redis(plan.get())));

  private Backends() {}

  /** Those of this JVM. */
  public static Backends shared() {
    return SHARED;
  }

  /** A new, empty database; the name is for people who look at the server. */
  public Database database(String name) {
    String unique = name.replace('-', '_') + "_" + random();
    PostgresServer server = postgres.get();
    server.createDatabase(unique);
    return new Database(server.databaseUrl(unique), server.user(), server.password());
  }

  /** URL of a new, empty virtual host. */
  public String rabbitmqUrl() {
    return rabbit.get().createVirtualHost("test-" + random());
  }

  /** One Redis for all: what tests put there is told apart by random workspaces. */
  public String redisUrl() {
    return redis.get().url();
  }

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  private static <T extends AutoCloseable> T closedAtExit(T server) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                server.close();
              } catch (Exception e) {
                throw new IllegalStateException("could not stop a backing service", e);
              }
            }));
    return server;
  }

  private static final class Lazy<T> {
    private final Supplier<T> start;
    private @Nullable T value;

    Lazy(Supplier<T> start) {
      this.start = start;
    }

    synchronized T get() {
      T known = value;
      if (known == null) {
        known = start.get();
        value = known;
      }
      return known;
    }
  }
}
