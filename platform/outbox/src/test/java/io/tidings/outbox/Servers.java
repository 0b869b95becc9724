package io.tidings.outbox;

import io.tidings.backends.Backends;
import io.tidings.backends.Folders;
import io.tidings.backends.PostgresServer;
import io.tidings.backends.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** The PostgreSQL and the RabbitMQ of this test run; their data goes when it ends. */
final class Servers {
  private static final Path FOLDER = folder();
  private static final Backends.Plan PLAN = Backends.Plan.fast(FOLDER.resolve("shared"));
  private static final PostgresServer POSTGRES = Backends.postgres(PLAN);
  private static final RabbitServer RABBIT = Backends.rabbit(PLAN);

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              RABBIT.close();
              POSTGRES.close();
              Folders.delete(FOLDER);
            }));
  }

  private Servers() {}

  static PostgresServer postgres() {
    return POSTGRES;
  }

  /** Name of a new, empty database. */
  static String database() {
    return database(POSTGRES);
  }

  static String database(PostgresServer server) {
    String name = "outbox_" + random();
    server.createDatabase(name);
    return name;
  }

  /** URL of a new, empty virtual host. */
  static String virtualHost() {
    return RABBIT.createVirtualHost("outbox-" + random());
  }

  /** A RabbitMQ to be killed: always one of ours. */
  static RabbitServer ownRabbit() {
    return Backends.rabbit(ownPlan());
  }

  /** A PostgreSQL to be killed: always one of ours. */
  static PostgresServer ownPostgres() {
    return Backends.postgres(ownPlan());
  }

  private static Backends.Plan ownPlan() {
    Backends.Plan plan = Backends.Plan.fast(FOLDER.resolve(random()));
    return new Backends.Plan(
        plan.root(),
        plan.password(),
        plan.durability(),
        plan.ports(),
        plan.usualPorts(),
        Map.of(),
        plan.progress());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("tidings-outbox");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
