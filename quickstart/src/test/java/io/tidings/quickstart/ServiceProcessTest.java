package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tidings.backends.Leftovers;
import io.tidings.backends.OwnProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path PROGRAMS = Path.of(System.getProperty("java.home"), "bin");

  @TempDir Path root;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void startsAServiceAgainThatDied() {
    ServiceProcess service = service("echo started; exit 3");
    service.start();
    Thread watching = watch(service);

    await().untilAsserted(() -> assertThat(log()).hasSizeGreaterThanOrEqualTo(2));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("user-service ended with exit code 3; starting it again in 1 s")
        .contains("user-service.log");
    service.stop(PATIENCE);
    await().until(() -> !watching.isAlive());
  }

  @Test
  void startsAServiceAgainOnceThatIsPossible() throws IOException {
    ServiceProcess service = service("echo started; exit 3");
    service.start();
    // As on a full disk, its pid file cannot be written.
    Path inTheWay = Files.createDirectories(root.resolve("running/user-service.pid.new"));
    Thread watching = watch(service);
    await()
        .untilAsserted(() ->
            assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("user-service did not start: could not start user-service"));
    Path pidFile = root.resolve("running/user-service.pid");
    String before = Files.readString(pidFile);

    Files.delete(inTheWay);

    await().untilAsserted(() -> assertThat(pidFile).content().isNotEqualTo(before));
    service.stop(PATIENCE);
    await().until(() -> !watching.isAlive());
  }

  @Test
  void leavesAServiceAloneThatWasStopped() throws IOException {
    ServiceProcess service = service("echo started; exec sleep 600");
    service.start();
    Thread watching = watch(service);
    await().untilAsserted(() -> assertThat(log()).hasSize(1));

    service.stop(PATIENCE);

    await().until(() -> !watching.isAlive());
    assertThat(log()).hasSize(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(Leftovers.running(root)).isEmpty();
  }

  @Test
  void saysWhyAServiceDidNotStart() {
    ServiceProcess service = service("echo no such database; exit 1");
    service.start();

    try (var readiness = new Readiness(addresses(1))) {
      assertThatThrownBy(() -> service.awaitReady(readiness, Duration.ofSeconds(30)))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("user-service ended with exit code 1 while starting")
          .hasMessageContaining("no such database");
    }
  }

  @Test
  void givesUpOnAServiceThatIsNeverReady() {
    ServiceProcess service = service("exec sleep 600");
    service.start();

    try (var readiness = new Readiness(addresses(1))) {
      assertThatThrownBy(() -> service.awaitReady(readiness, Duration.ofMillis(200)))
          .hasMessageContaining("user-service is not ready after");
    }
    service.stop(PATIENCE);
  }

  @Test
  void waitsForAServiceWhoseTablesAreBroughtToThisVersion() throws Exception {
    Files.createDirectories(root.resolve("health"));
    Files.createFile(root.resolve("health/readiness"));
    int port = new DataFolder(root).ports().port("user-service-http", 0);
    ServiceProcess service =
        service(
            """
            echo 'INFO  DbMigrate - Migrating schema "public" to version "2 - more"'
            until [ -e done ]; do sleep 0.1; done
            exec '%s/jwebserver' -p %d -d '%s' >/dev/null
            """
                .formatted(PROGRAMS, port, root));
    service.start();

    try (var readiness = new Readiness(addresses(port));
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var ready =
          thread.submit(() -> {
            service.awaitReady(readiness, Duration.ofSeconds(1));
            return true;
          });
      await()
          .untilAsserted(() ->
              assertThat(said.toString(StandardCharsets.UTF_8))
                  .contains("user-service still brings its tables to this version"));
      Files.createFile(root.resolve("done"));
      assertThat(ready.get()).isTrue();
    } finally {
      service.stop(PATIENCE);
    }
  }

  @Test
  void isReadyWhenItSaysSo() throws IOException, InterruptedException {
    Files.createDirectories(root.resolve("health"));
    Files.createFile(root.resolve("health/readiness"));
    int port = new DataFolder(root).ports().port("user-service-http", 0);
    ServiceProcess service =
        service("exec '%s/jwebserver' -p %d -d '%s'".formatted(PROGRAMS, port, root));
    service.start();

    try (var readiness = new Readiness(addresses(port))) {
      service.awaitReady(readiness, Duration.ofSeconds(30));
    } finally {
      service.stop(PATIENCE);
    }
  }

  @Test
  void isNotReadyWhenSomebodyElseAnswersInItsPlace() throws IOException {
    ServiceProcess service = service("exec sleep 600");
    service.start();
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();

    try (var readiness = new Readiness(addresses(http.getAddress().getPort()))) {
      assertThatThrownBy(() -> service.awaitReady(readiness, Duration.ofSeconds(1)))
          .hasMessageContaining("user-service is not ready after 1 s");
    } finally {
      http.stop(0);
      service.stop(PATIENCE);
    }
  }

  private ServiceProcess service(String script) {
    var folder = new DataFolder(root);
    var plan =
        new OwnProcess.Plan(
            "user-service",
            List.of("sh", "-c", script),
            Map.of(),
            root,
            folder.log("user-service"),
            "TERM");
    return new ServiceProcess(
        Service.USER,
        plan,
        folder,
        new Console(new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  private static Thread watch(ServiceProcess service) {
    return Thread.startVirtualThread(() -> {
      try {
        service.watch();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static Addresses addresses(int httpPort) {
    return new Addresses(Map.of(), Map.of(Service.USER, httpPort));
  }

  private List<String> log() throws IOException {
    Path log = new DataFolder(root).log("user-service");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
