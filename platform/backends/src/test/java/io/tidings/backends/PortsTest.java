package io.tidings.backends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void takesTheUsualPortWhereItIsFree() throws IOException {
    int usual;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      usual = free.getLocalPort();
    }

    assertThat(ports().port("postgres", usual)).isEqualTo(usual);
  }

  @Test
  void takesAnotherWhereTheUsualOneIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports().port("postgres", taken.getLocalPort()))
          .isNotEqualTo(taken.getLocalPort())
          .isPositive();
    }
  }

  @Test
  void keepsAPortOverStarts() {
    int first = ports().port("postgres", 0);

    assertThat(ports().port("postgres", 5432)).isEqualTo(first);
  }

  @Test
  void keepsItsPortsWhereTheyCannotBeWrittenAnew() throws IOException {
    int first = ports().port("postgres", 0);
    Files.createDirectories(folder.resolve("ports.properties.new/in-the-way"));

    assertThatThrownBy(() -> ports().port("redis", 0)).isInstanceOf(UncheckedIOException.class);

    assertThat(ports().kept("postgres")).isEqualTo(first);
  }

  @Test
  void givesUpAKeptPortThatSomebodyElseTook() throws IOException {
    int first = ports().port("postgres", 0);
    try (var taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ports().port("postgres", 0)).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void neverGivesOnePortToTwoServers() {
    Ports ports = ports();
    int usual = ports.port("user", 0);

    assertThat(ports.port("event", usual)).isNotEqualTo(usual);
  }

  @Test
  void systemsThatChooseAtTheSameMomentNeverChooseTheSame() throws Exception {
    int usual = ports().port("first", 0);
    List<Callable<Integer>> choices =
        IntStream.range(0, 8)
            .<Callable<Integer>>mapToObj(system ->
                () -> new Ports(folder.resolve("system-" + system)).port("postgres", usual))
            .toList();
    Set<Integer> chosen = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var choice : threads.invokeAll(choices)) {
        chosen.add(choice.get());
      }
    }

    assertThat(chosen).hasSize(8).doesNotContain(usual);
  }

  @Test
  void aPortIsNotTakenFromAnotherProcessThatHasChosenIt() throws Exception {
    int port = new Ports(folder.resolve("other")).port("postgres", 0);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Choosing.class.getName(),
                folder.resolve("ports.properties").toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    int chosen = Integer.parseInt(new String(other.getInputStream().readAllBytes(), UTF_8).strip());

    assertThat(other.waitFor()).isZero();
    assertThat(chosen).isPositive().isNotEqualTo(port);
  }

  /** A system that would like a certain port. */
  static final class Choosing {
    private Choosing() {}

    public static void main(String[] arguments) {
      var ports = new Ports(Path.of(arguments[0]));
      System.out.println(ports.port("postgres", Integer.parseInt(arguments[1])));
    }
  }

  private Ports ports() {
    return new Ports(folder.resolve("ports.properties"));
  }
}
