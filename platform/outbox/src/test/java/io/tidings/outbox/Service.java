package io.tidings.outbox;

import com.google.protobuf.StringValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import io.tidings.backends.PostgresServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A service with a database of its own: it publishes, or consumes, or both. */
final class Service implements AutoCloseable {
  static final String WORKSPACE = "test";

  private final ApplicationContext context;
  private final TransactionOperations<Connection> transactions;

  private Service(ApplicationContext context) {
    this.context = context;
    this.transactions = transactions(context);
  }

  /** Publishes under the name given to the groups given. */
  static Service publishing(String publisher, String rabbitmqUrl, String... groups) {
    return start(
        Servers.database(),
        rabbitmqUrl,
        Map.of("tidings.outbox.publisher", publisher, "tidings.outbox.groups", List.of(groups)));
  }

  /** Publishes as services do: not into queues that a broker killed just then would forget. */
  static Service careful(String publisher, String rabbitmqUrl, String... groups) {
    return start(
        Servers.database(),
        rabbitmqUrl,
        Map.of(
            "tidings.outbox.publisher",
            publisher,
            "tidings.outbox.groups",
            List.of(groups),
            "tidings.outbox.settling",
            "2s"));
  }

  static Service consuming(String rabbitmqUrl, Ledger... ledgers) {
    return start(Servers.database(), rabbitmqUrl, Map.of(), ledgers);
  }

  static Service start(
      String database, String rabbitmqUrl, Map<String, Object> settings, Ledger... ledgers) {
    return start(Servers.postgres(), database, rabbitmqUrl, settings, ledgers);
  }

  static Service start(
      PostgresServer postgres,
      String database,
      String rabbitmqUrl,
      Map<String, Object> settings,
      Ledger... ledgers) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("tidings.outbox.settling", "0s");
    properties.putAll(settings);
    properties.put("datasources.default.url", postgres.databaseUrl(database));
    properties.put("datasources.default.username", postgres.user());
    properties.put("datasources.default.password", postgres.password());
    properties.put("datasources.default.connection-timeout", 2000);
    properties.put(
        "flyway.datasources.default.locations",
        List.of("classpath:db/outbox", "classpath:db/secrets", "classpath:db/ledger"));
    properties.put("tidings.encryption-key", Base64.getEncoder().encodeToString(new byte[32]));
    properties.put("tidings.rabbitmq.url", rabbitmqUrl);
    ApplicationContext context = ApplicationContext.builder(properties).build();
    for (Ledger ledger : ledgers) {
      context.registerSingleton(FactConsumer.class, ledger, null, false);
    }
    context.start();
    Service service = new Service(context);
    Arrays.stream(ledgers).forEach(ledger -> ledger.belongTo(service));
    return service;
  }

  /** Appends the texts as facts about the profile, in one transaction. */
  void publish(UUID profileId, String... texts) {
    List<Fact> facts = Arrays.stream(texts).map(text -> fact(profileId, text)).toList();
    publish(facts);
  }

  void publish(List<Fact> facts) {
    transactions.executeWrite(_ -> {
      bean(Outbox.class).append(facts);
      return facts.size();
    });
  }

  static Fact fact(UUID profileId, String text) {
    return new Fact(WORKSPACE, profileId, StringValue.of(text));
  }

  /** What was applied for a profile, in order. */
  List<String> applied(UUID profileId) {
    return query(
        "SELECT text FROM ledger WHERE profile_id = '%s' ORDER BY position".formatted(profileId));
  }

  long appliedInAll() {
    return Long.parseLong(query("SELECT count(*)::text FROM ledger").getFirst());
  }

  /** How many rows wait in the outbox. */
  long waiting() {
    return Long.parseLong(query("SELECT count(*)::text FROM outbox").getFirst());
  }

  double counted(String counter) {
    return bean(MeterRegistry.class).get(counter).counter().count();
  }

  List<String> query(String sql) {
    return transactions.executeRead(status -> {
      try (var statement = status.getConnection().createStatement();
          var result = statement.executeQuery(sql)) {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(result.getString(1));
        }
        return rows;
      }
    });
  }

  void execute(String sql) {
    transactions.executeWrite(status -> {
      try (var statement = status.getConnection().createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  TransactionOperations<Connection> transactions() {
    return transactions;
  }

  /** The connection of the transaction that is open on this thread. */
  Connection openConnection() {
    return transactions.getConnection();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @SuppressWarnings("unchecked")
  private static TransactionOperations<Connection> transactions(ApplicationContext context) {
    return context.getBean(TransactionOperations.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
