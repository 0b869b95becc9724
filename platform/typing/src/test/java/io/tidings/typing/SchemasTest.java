package io.tidings.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.tidings.backends.Backends;
import io.tidings.backends.Folders;
import io.tidings.backends.PostgresServer;
import io.tidings.typing.Schemas.FirstSeen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two replicas of a service over one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemasTest {
  private static final int NAMES_PER_SCOPE = 5;
  private static final int NAMES = 8;
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "tidings.schema.names-per-scope", NAMES_PER_SCOPE,
          "tidings.schema.names", NAMES,
          "tidings.schema.refresh", "100ms");

  private final String workspace = "w-" + UUID.randomUUID();
  private final Path folder;
  private final PostgresServer postgres;
  private final ApplicationContext one;
  private final ApplicationContext other;
  private final ApplicationContext withDefaults;

  SchemasTest() throws IOException {
    folder = Files.createTempDirectory("tidings-typing");
    postgres = Backends.postgres(Backends.Plan.fast(folder));
    String database = "typing_" + UUID.randomUUID().toString().replace("-", "");
    postgres.createDatabase(database);
    one = replica(database, SETTINGS);
    other = replica(database, SETTINGS);
    withDefaults = replica(database, Map.of());
  }

  @BeforeAll
  void bothKnowTheWorkspaceFromBefore() {
    assertThat(schemas(one).of(workspace).of("user")).isEmpty();
    assertThat(schemas(other).of(workspace).of("user")).isEmpty();
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
    withDefaults.close();
    postgres.close();
    Folders.delete(folder);
  }

  @Test
  void replicasThatSeeANameAtOnceAgreeOnItsType() throws Exception {
    var bothAreReady = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Schema> here =
          threads.submit(() -> {
            bothAreReady.await();
            return schemas(one).with(workspace, seen("at once", "plan", ValueType.STRING));
          });
      Future<Schema> there =
          threads.submit(() -> {
            bothAreReady.await();
            return schemas(other).with(workspace, seen("at once", "plan", ValueType.NUMBER));
          });

      assertThat(here.get().type("at once", "plan"))
          .isNotNull()
          .isEqualTo(there.get().type("at once", "plan"));
    }
  }

  @Test
  void theFirstTypeStays() {
    schemas(one).with(workspace, seen("first", "age", ValueType.NUMBER));

    assertThat(
            schemas(other)
                .with(workspace, seen("first", "age", ValueType.STRING))
                .type("first", "age"))
        .isEqualTo(ValueType.NUMBER);
    assertThat(schemas(one).define(workspace, "first", "age", ValueType.LIST).orElseThrow().type())
        .isEqualTo(ValueType.NUMBER);
  }

  @Test
  void otherReplicasFollowAChange() {
    schemas(one).with(workspace, seen("changing", "age", ValueType.STRING));
    schemas(other).with(workspace, seen("changing", "age", ValueType.STRING));

    assertThat(schemas(one).change(workspace, "changing", "age", ValueType.NUMBER)).isPresent();

    assertThat(schemas(one).of(workspace).type("changing", "age")).isEqualTo(ValueType.NUMBER);
    await()
        .untilAsserted(() ->
            assertThat(schemas(other).of(workspace).type("changing", "age"))
                .isEqualTo(ValueType.NUMBER));
  }

  @Test
  void nobodyChangesWhatIsNotDefined() {
    assertThat(schemas(one).change(workspace, "user", "nothing", ValueType.NUMBER)).isEmpty();
    assertThat(schemas(one).find(workspace, "user", "nothing")).isEmpty();
  }

  @Test
  void whatIsBeyondTheLimitOfAScopeStaysUndefined() {
    String crowded = "w-" + UUID.randomUUID();
    FirstSeen seen = new FirstSeen();
    for (int i = 1; i <= NAMES_PER_SCOPE + 1; i++) {
      seen.add("user", "name " + i, ValueType.STRING);
    }
    Schema schema = schemas(one).with(crowded, seen);

    assertThat(schema.of("user")).hasSize(NAMES_PER_SCOPE).doesNotContainKey("name 6");
    assertThat(schemas(one).define(crowded, "user", "one more", ValueType.STRING)).isEmpty();
    assertThat(schemas(one).define(crowded, "user", "name 1", ValueType.STRING)).isPresent();
  }

  @Test
  void whatIsBeyondTheLimitOfAWorkspaceStaysUndefined() {
    String crowded = "w-" + UUID.randomUUID();
    FirstSeen seen = new FirstSeen();
    for (int i = 1; i <= NAMES + 1; i++) {
      seen.add(i <= 4 ? "user" : i <= 8 ? "company" : "event", "name " + i, ValueType.STRING);
    }
    Schema schema = schemas(one).with(crowded, seen);

    assertThat(schema.of("user")).hasSize(4);
    assertThat(schema.of("company")).hasSize(4);
    assertThat(schema.of("event")).isEmpty();
  }

  @Test
  void readsEachSetting() {
    assertThat(one.getBean(SchemaSettings.class))
        .isEqualTo(new SchemaSettings(NAMES_PER_SCOPE, NAMES, Duration.ofMillis(100)));
    assertThat(withDefaults.getBean(SchemaSettings.class))
        .isEqualTo(new SchemaSettings(5_000, 50_000, Duration.ofSeconds(5)));
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> new SchemaSettings(0, 1, Duration.ofSeconds(1)))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new SchemaSettings(1, 1, Duration.ZERO))
        .hasMessageContaining("longer than nothing");
  }

  @Test
  void listsByName() {
    for (String name : List.of("c", "a", "b")) {
      schemas(one).define(workspace, "listed", name, ValueType.STRING);
    }

    assertThat(schemas(one).page(workspace, "listed", "", 2))
        .extracting(Definition::name)
        .containsExactly("a", "b");
    assertThat(schemas(other).page(workspace, "listed", "b", 2))
        .extracting(Definition::name)
        .containsExactly("c");
  }

  private static FirstSeen seen(String scope, String name, ValueType type) {
    FirstSeen seen = new FirstSeen();
    seen.add(scope, name, type);
    return seen;
  }

  private static Schemas schemas(ApplicationContext replica) {
    return replica.getBean(Schemas.class);
  }

  private ApplicationContext replica(String database, Map<String, Object> settings) {
    Map<String, Object> properties = new HashMap<>(settings);
    properties.put("datasources.default.url", postgres.databaseUrl(database));
    properties.put("datasources.default.username", postgres.user());
    properties.put("datasources.default.password", postgres.password());
    properties.put("datasources.default.dialect", "POSTGRES");
    properties.put("datasources.default.driver-class-name", "org.postgresql.Driver");
    properties.put("flyway.datasources.default.enabled", true);
    properties.put("flyway.datasources.default.locations", List.of("classpath:db/typing"));
    return ApplicationContext.builder(properties).build().start();
  }
}
