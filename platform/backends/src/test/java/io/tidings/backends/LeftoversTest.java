package io.tidings.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path folder;

  @Test
  void stopsWhatAnEarlierOwnerLeftRunning() throws InterruptedException {
    OwnProcess process = start("sleep", "600");

    assertThat(Leftovers.running(folder)).containsExactly("sleeper");
    assertThat(Leftovers.stop(folder)).containsExactly("sleeper");
    assertThat(process.await()).isNotZero();
    assertThat(Leftovers.running(folder)).isEmpty();
  }

  @Test
  void sparesAProcessThatOnlyHasThePidOfOurs() throws IOException {
    OwnProcess process = start("sleep", "600");
    Path file = folder.resolve("running/sleeper.pid");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), "2020-01-01T00:00:00Z", lines.get(2)));

    assertThat(Leftovers.stop(folder)).isEmpty();
    assertThat(process.isAlive()).isTrue();
    process.kill();
  }

  @Test
  void forgetsAProcessThatEndedByItself() throws InterruptedException {
    start("true").await();

    assertThat(Leftovers.stop(folder)).isEmpty();
    assertThat(folder.resolve("running/sleeper.pid")).doesNotExist();
  }

  @Test
  void killsWhatDoesNotEndWhenAsked() {
    OwnProcess process = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
    await().until(() -> process.lastLines(1).equals("ready"));

    process.stop(Duration.ofMillis(100));

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void leavesNothingRunningThatItCouldNotFindAgain() throws IOException {
    Files.createDirectories(folder.resolve("running/sleeper.pid.new"));

    assertThatThrownBy(() -> start("sleep", "86399"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("could not start sleeper");

    await().until(() -> ProcessHandle.current().children().noneMatch(LeftoversTest::isThatSleep));
  }

  private static boolean isThatSleep(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.endsWith("sleep 86399")).isPresent();
  }

  private OwnProcess start(String... command) {
    return OwnProcess.start(
        new OwnProcess.Plan(
            "sleeper", List.of(command), Map.of(), folder, folder.resolve("log"), "TERM"),
        folder);
  }
}
