package io.tidings.backends;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
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
   * @param usualPorts whether a server gets the port that people expect it on, where that is free
   * @param environment where addresses of servers that are not ours may be given
   */
  public record Plan(
      Path root,
      String password,
      Durability durability,
      Ports ports,
      boolean usualPorts,
      Map<String, String> environment,
      Progress progress) {

    /** The settings for a system that is meant to last. */
    public static Plan durable(Path root, String password, Ports ports, Progress progress) {
      return new Plan(root, password, Durability.DURABLE, ports, true, System.getenv(), progress);
    }

    /** The settings for tests: quick and side by side with anything. */
    public static Plan fast(Path root) {
      return new Plan(
          root,
          "tidings",
          Durability.FAST,
          new Ports(root.resolve("ports.properties")),
          false,
          System.getenv(),
          Progress.silent());
    }

    private Folder folder() {
      return new Folder(root.toAbsolutePath().normalize());
    }

    private int port(String name, int usual) {
      return ports.port(name, usualPorts ? usual : 0);
    }
  }

  /** Whether all three are started by us, none of them given by its address. */
  public static boolean areOurs(Map<String, String> environment) {
    return Stream.of(GivenPostgres.VARIABLE, GivenRabbit.VARIABLE, GivenRedis.VARIABLE)
        .allMatch(variable -> environment.getOrDefault(variable, "").isEmpty());
  }

  /** Deletes the folder of servers that are stopped, with the data that lies elsewhere. */
  public static void delete(Path root) {
    var folder = new Folder(root);
    Docker.find().ifPresent(docker -> DockerRabbit.removeData(docker, folder));
    Folders.delete(root);
  }

  /** All three, with their addresses fixed, but not started yet. */
  public static Backends prepare(Plan plan) {
    return new Backends(preparePostgres(plan), prepareRabbit(plan), prepareRedis(plan));
  }

  /** Starts all three side by side. Where one fails the others are stopped again. */
  public static Backends start(Plan plan) {
    Backends backends = prepare(plan);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          List.of(
              CompletableFuture.runAsync(() -> timed(plan, backends.postgres), threads),
              CompletableFuture.runAsync(() -> timed(plan, backends.rabbit), threads),
              CompletableFuture.runAsync(() -> timed(plan, backends.redis), threads));
      try {
        starts.forEach(CompletableFuture::join);
        return backends;
      } catch (CompletionException e) {
        starts.forEach(start -> start.exceptionally(_ -> null).join());
        backends.close();
        throw e.getCause() instanceof BackendException told ? told : e;
      }
    }
  }

  /** PostgreSQL alone, started. */
  public static PostgresServer postgres(Plan plan) {
    return timed(plan, preparePostgres(plan));
  }

  /** RabbitMQ alone, started. */
  public static RabbitServer rabbit(Plan plan) {
    return timed(plan, prepareRabbit(plan));
  }

  /** Redis alone, started. */
  public static RedisServer redis(Plan plan) {
    return timed(plan, prepareRedis(plan));
  }

  private static PostgresServer preparePostgres(Plan plan) {
    String given = plan.environment().getOrDefault(GivenPostgres.VARIABLE, "");
    return given.isEmpty()
        ? new NativePostgres(
            plan.folder(), plan.port("postgres", 5432), plan.password(), plan.durability())
        : new GivenPostgres(given);
  }

  private static RabbitServer prepareRabbit(Plan plan) {
    String given = plan.environment().getOrDefault(GivenRabbit.VARIABLE, "");
    if (!given.isEmpty()) {
      return new GivenRabbit(given);
    }
    int port = plan.port("rabbitmq", 5672);
    return Docker.find()
        .<RabbitServer>map(docker -> new DockerRabbit(docker, plan.folder(), port, plan.password()))
        .orElseGet(() ->
            new NativeRabbit(
                plan.folder(),
                new NativeRabbit.NodePorts(
                    port, plan.port("rabbitmq-epmd", 0), plan.port("rabbitmq-node", 0)),
                plan.password(),
                plan.progress()));
  }

  private static RedisServer prepareRedis(Plan plan) {
    String given = plan.environment().getOrDefault(GivenRedis.VARIABLE, "");
    return given.isEmpty()
        ? new NativeRedis(plan.folder(), plan.port("redis", 6379), plan.password())
        : new GivenRedis(given);
  }

  private static <S extends BackingServer> S timed(Plan plan, S server) {
    plan.progress().timed(server.name(), server.address(), server::start);
    return server;
  }

  public List<BackingServer> all() {
    return List.of(postgres, rabbit, redis);
  }

  /** Stops the servers that are ours, side by side. */
  @Override
  public void close() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (BackingServer server : all()) {
        threads.submit(server::close);
      }
    }
  }
}
