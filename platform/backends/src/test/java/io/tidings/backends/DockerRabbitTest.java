package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in place of {@code docker} that writes down what it is told. */
class DockerRabbitTest {
  @TempDir Path temporary;

  private ServerSocket broker;

  @BeforeEach
  void lay() throws IOException {
    Path program = Files.createFile(temporary.resolve("docker"));
    Files.writeString(
        program,
        """
        #!/bin/sh
        cd '%s'
        [ -e broken ] && exit 1
        echo "$@" >>calls
        case $1 in
        run) touch running exists ;;
        stop | kill) rm -f running ;;
        rm) rm -f running exists ;;
        ps) if [ "$2" = --all ]; then ls exists; else ls running; fi 2>&- || : ;;
        esac
        """
            .formatted(temporary));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  @Test
  void keepsItsDataOverStarts() throws IOException {
    start("first").close();
    start("first").close();

    assertThat(calls("run")).hasSize(2);
    assertThat(calls("volume")).hasSize(1);
  }

  @Test
  void mountsNoDataOfAFolderThatIsGone() throws IOException {
    start("first").close();
    Folders.delete(root());

    start("second").close();

    assertThat(calls("volume")).hasSize(2).last().asString().startsWith("volume rm --force");
    List<String> order = calls("volume", "run");
    assertThat(order.get(2)).startsWith("volume");
    assertThat(order.get(3)).startsWith("run");
  }

  @Test
  void removesItsDataWithTheFolder() throws IOException {
    start("first").kill();

    DockerRabbit.removeData(docker(), new Folder(root()));

    // Not before the container is gone, which holds it.
    assertThat(calls("rm", "volume")).hasSize(3).last().asString().startsWith("volume rm --force");
  }

  @Test
  void isFoundAndStoppedAfterItsOwnerWasKilled() throws IOException {
    start("first");

    assertThat(Leftovers.running(root())).containsExactly("rabbitmq");
    assertThat(Leftovers.stop(root())).containsExactly("rabbitmq");
    assertThat(calls("stop")).hasSize(1);
    assertThat(Leftovers.running(root())).isEmpty();
  }

  @Test
  void isDownAfterAKillAndUpAfterTheNextStart() {
    DockerRabbit rabbit = start("first");
    assertThat(rabbit.isRunning()).isTrue();

    rabbit.kill();
    assertThat(rabbit.isRunning()).isFalse();

    rabbit.start();
    assertThat(rabbit.isRunning()).isTrue();
  }

  @Test
  void isTakenToRunWhileItsEngineDoesNotAnswer() throws IOException {
    DockerRabbit rabbit = start("first");

    Files.createFile(temporary.resolve("broken"));

    assertThat(rabbit.isRunning()).isTrue();
    assertThat(Leftovers.running(root())).isEmpty();
  }

  private DockerRabbit start(String password) {
    var rabbit = new DockerRabbit(docker(), new Folder(root()), broker.getLocalPort(), password);
    rabbit.start();
    return rabbit;
  }

  private Docker docker() {
    return new Docker(temporary.resolve("docker"));
  }

  private Path root() {
    return temporary.resolve("system");
  }

  /** Those of these commands, in their order. */
  private List<String> calls(String... commands) throws IOException {
    return Files.readAllLines(temporary.resolve("calls")).stream()
        .filter(call -> List.of(commands).contains(call.split(" ", 2)[0]))
        .toList();
  }

  /** As a broker does: with a method frame. */
  private void answer() {
    while (true) {
      try (var client = broker.accept()) {
        client.getOutputStream().write(1);
      } catch (IOException closed) {
        return;
      }
    }
  }
}
