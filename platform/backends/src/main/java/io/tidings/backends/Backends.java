package io.tidings.backends;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** PostgreSQL, RabbitMQ and Redis, running. */
public record Backends(PostgresServer postgres, RabbitServer rabbit, RedisServer redis)
    implements AutoCloseable {

  /**
   * How servers of ours are started.
   *
   * @param root folder of data, logs and pid files; used again, it brings back what was in it
   * @param password of every server, made of letters and digits; data written once opens to the
   *     same password only
   * @param environment where addresses of servers that are not ours may be given
   */
  public record Plan(
      Path root,
      String password,
      Durability durability,
      boolean usualPorts,
      Map<String, String> environment,
      Progress progress) {

    /** The settings for a system that is meant to last. */
    public static Plan durable(Path root, String password, Progress progress) {
      return new Plan(root, password, Durability.DURABLE, true, System.getenv(), progress);
    }

    /** The settings for tests: quick and side by side with anything. */
    public static Plan fast(Path root) {
      return new Plan(root, "tidings", Durability.FAST, false, System.getenv(), Progress.silent());
    }

    private Folder folder() {
      return new Folder(root.toAbsolutePath().normalize());
    }

    private Ports ports() {
      return new Ports(folder().root().resolve("ports.properties"));
    }

    private int usual(int port) {
      return usualPorts ? port : 0;
    }
  }

  /** Starts all three side by side. Where one fails the others are stopped again. */
  public static Backends start(Plan plan) {
    var ports = plan.ports();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var postgres = CompletableFuture.supplyAsync(() -> postgres(plan, ports), threads);
      var rabbit = CompletableFuture.supplyAsync(() -> rabbit(plan, ports), threads);
      var redis = CompletableFuture.supplyAsync(() -> redis(plan, ports), threads);
      try {
        return new Backends(postgres.join(), rabbit.join(), redis.join());
      } catch (CompletionException e) {
        Stream.of(postgres, rabbit, redis).forEach(Backends::closeIfStarted);
        throw e.getCause() instanceof BackendException told ? told : e;
      }
    }
  }

  private static void closeIfStarted(CompletableFuture<? extends AutoCloseable> server) {
    server
        .handle((started, _) -> started)
        .thenAccept(started -> {
          switch (started) {
            case null -> {}
            case PostgresServer postgres -> postgres.close();
            case RabbitServer rabbit -> rabbit.close();
            case RedisServer redis -> redis.close();
            default -> throw new IllegalStateException("not a server of ours: " + started);
          }
        })
        .join();
  }

  /** PostgreSQL alone. */
  public static PostgresServer postgres(Plan plan) {
    return postgres(plan, plan.ports());
  }

  /** RabbitMQ alone. */
  public static RabbitServer rabbit(Plan plan) {
    return rabbit(plan, plan.ports());
  }

  /** Redis alone. */
  public static RedisServer redis(Plan plan) {
    return redis(plan, plan.ports());
  }

  private static PostgresServer postgres(Plan plan, Ports ports) {
    return timed(
        plan,
        "PostgreSQL",
        PostgresServer::address,
        () -> {
          String given = plan.environment().getOrDefault(GivenPostgres.VARIABLE, "");
          if (!given.isEmpty()) {
            return new GivenPostgres(given);
          }
          int port = ports.port("postgres", plan.usual(5432));
          var server = new NativePostgres(plan.folder(), port, plan.password(), plan.durability());
          server.start();
          return server;
        });
  }

  private static RabbitServer rabbit(Plan plan, Ports ports) {
    return timed(
        plan,
        "RabbitMQ",
        RabbitServer::address,
        () -> {
          String given = plan.environment().getOrDefault(GivenRabbit.VARIABLE, "");
          if (!given.isEmpty()) {
            return new GivenRabbit(given);
          }
          RabbitServer server =
              Docker.find()
                  .<RabbitServer>map(docker ->
                      new DockerRabbit(
                          docker,
                          plan.folder(),
                          ports.port("rabbitmq", plan.usual(5672)),
                          plan.password()))
                  .orElseGet(() -> nativeRabbit(plan, ports));
          server.start();
          return server;
        });
  }

  private static RabbitServer nativeRabbit(Plan plan, Ports ports) {
    Path script = RabbitPackage.script(plan.progress(), plan.folder().log("rabbitmq"));
    return new NativeRabbit(script, plan.folder(), ports, plan.usual(5672), plan.password());
  }

  private static RedisServer redis(Plan plan, Ports ports) {
    return timed(
        plan,
        "Redis",
        RedisServer::address,
        () -> {
          String given = plan.environment().getOrDefault(GivenRedis.VARIABLE, "");
          if (!given.isEmpty()) {
            return new GivenRedis(given);
          }
          var server =
              new NativeRedis(
                  plan.folder(), ports.port("redis", plan.usual(6379)), plan.password());
          server.start();
          return server;
        });
  }

  private static <T> T timed(Plan plan, String step, Function<T, String> how, Supplier<T> work) {
    plan.progress().began(step);
    long start = System.nanoTime();
    T result = work.get();
    plan.progress().done(step, how.apply(result), Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** Stops the servers that are ours, side by side. */
  @Override
  public void close() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Runnable close : List.<Runnable>of(postgres::close, rabbit::close, redis::close)) {
        threads.submit(close);
      }
    }
  }
}
