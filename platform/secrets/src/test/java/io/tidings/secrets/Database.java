package io.tidings.secrets;

import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.backends.Backends;
import io.tidings.backends.Folders;
import io.tidings.backends.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A database with processes of a service over it. */
final class Database {
  private static final PostgresServer POSTGRES = started();

  private final String name = "secrets_" + UUID.randomUUID().toString().replace("-", "");

  Database() {
    POSTGRES.createDatabase(name);
  }

  /** A process of the service; its settings beyond the database's. */
  ApplicationContext process(Map<String, ?> settings, SealedColumn... columns) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("datasources.default.url", POSTGRES.databaseUrl(name));
    properties.put("datasources.default.username", POSTGRES.user());
    properties.put("datasources.default.password", POSTGRES.password());
    properties.put("datasources.default.dialect", "POSTGRES");
    properties.put("datasources.default.driver-class-name", "org.postgresql.Driver");
    properties.put("flyway.datasources.default.enabled", true);
    properties.put(
        "flyway.datasources.default.locations",
        List.of("classpath:db/secrets", "classpath:db/kept"));
    properties.put("tidings.encryption.settling", "0s");
    properties.put("tidings.encryption.interval", "1h");
    properties.putAll(settings);
    ApplicationContext process = ApplicationContext.builder(properties).build();
    process.registerSingleton(Clock.class, Clock.systemUTC());
    for (SealedColumn column : columns) {
      process.registerSingleton(SealedColumn.class, column, null, false);
    }
    return process.start();
  }

  /** Does something in a transaction of the process. */
  static <T> T in(ApplicationContext process, Work<T> work) {
    return transactions(process).executeWrite(status -> work.with(status.getConnection()));
  }

  @SuppressWarnings("unchecked")
  private static TransactionOperations<Connection> transactions(ApplicationContext process) {
    return process.getBean(TransactionOperations.class);
  }

  private static PostgresServer started() {
    try {
      Path folder = Files.createTempDirectory("tidings-secrets");
      PostgresServer server = Backends.postgres(Backends.Plan.fast(folder));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                Folders.delete(folder);
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  interface Work<T> {
    T with(Connection connection) throws Exception;
  }
}
