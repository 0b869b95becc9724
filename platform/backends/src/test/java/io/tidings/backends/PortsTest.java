package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void takesTheUsualPortWhereItIsFree() {
    int usual = new Ports(folder.resolve("other")).port("any", 0);

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

  private Ports ports() {
    return new Ports(folder.resolve("ports.properties"));
  }
}
