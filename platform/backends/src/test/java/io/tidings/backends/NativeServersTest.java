package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeServersTest {
  @TempDir static Path folder;

  private static Backends backends;

  @BeforeAll
  static void start() {
    backends = Backends.start(plan());
  }

  @AfterAll
  static void stop() {
    backends.close();
    assertThat(Leftovers.running(folder)).isEmpty();
  }

  @Test
  void postgresKeepsWhatWasCommittedOverAKill() throws SQLException {
    PostgresServer postgres = backends.postgres();
    postgres.createDatabase("kept");
    postgres.createDatabase("kept");
    execute("CREATE TABLE thing (id int)");
    execute("INSERT INTO thing VALUES (42)");

    postgres.kill();
    assertThatThrownBy(() -> postgres.connect("kept")).isInstanceOf(SQLException.class);
    postgres.start();

    try (Connection connection = postgres.connect("kept");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id FROM thing")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void postgresIsVersion18AndAsksForAPassword() throws SQLException {
    try (Connection connection = backends.postgres().connect("postgres")) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
    }
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                backends.postgres().databaseUrl("postgres"), backends.postgres().user(), "wrong"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void anOwnerThatWasKilledLeavesNothingInTheWayOfTheNext() throws SQLException {
    // A server that nobody stopped, as after a kill -9 of its owner.
    Path folder = NativeServersTest.folder.resolve("abandoned");
    PostgresServer abandoned = Backends.postgres(Backends.Plan.fast(folder));
    abandoned.createDatabase("kept");

    assertThat(Leftovers.stop(folder)).containsExactly("postgres");

    try (PostgresServer next = Backends.postgres(Backends.Plan.fast(folder));
        Connection connection = next.connect("kept")) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void redisComesBackAfterAKill() {
    assertThat(backends.redis().isRunning()).isTrue();
    backends.redis().kill();
    assertThat(backends.redis().isRunning()).isFalse();
    backends.redis().start();

    assertThat(backends.redis().isRunning()).isTrue();
    assertThat(backends.redis().url()).startsWith("redis://:tidings@127.0.0.1:");
  }

  @Test
  void rabbitHasVirtualHostsAndComesBackAfterAKill() {
    RabbitServer rabbit = backends.rabbit();
    assertThat(rabbit.createVirtualHost("mine")).endsWith("/mine").startsWith("amqp://tidings:");

    rabbit.kill();
    rabbit.start();

    // Made again over what is there: answered without complaint.
    assertThat(rabbit.createVirtualHost("mine")).endsWith("/mine");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = backends.postgres().connect("kept");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Backends.Plan plan() {
    return new Backends.Plan(
        folder,
        "tidings",
        Durability.FAST,
        new Ports(folder.resolve("ports.properties")),
        false,
        Map.of(),
        Progress.silent());
  }
}
