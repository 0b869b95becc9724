package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.backends.OwnProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir Path root;

  private final StringWriter err = new StringWriter();

  @Test
  void refusesToStartASystemThatRuns() {
    try (FolderLock _ = FolderLock.acquire(new DataFolder(root)).orElseThrow()) {
      assertThat(tidings("up", "--data", root.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("a system runs in " + root + " already");
    }
  }

  @Test
  void statusOfNothingIsAFailure() {
    assertThat(tidings("status", "--data", root.toString())).isEqualTo(1);
  }

  @Test
  void stoppingNothingIsNone() {
    assertThat(tidings("stop", "--data", root.toString())).isZero();
  }

  @Test
  void stopEndsWhatASystemLeftBehindThatCouldNotEndInGoodOrder() throws IOException {
    var folder = new DataFolder(root);
    FolderLock lock = FolderLock.acquire(folder).orElseThrow();
    Process launcher = new ProcessBuilder("sleep", "600").start();
    new SystemState(launcher.pid(), SystemState.Phase.READY).write(folder);
    var plan =
        new OwnProcess.Plan(
            "redis", List.of("sleep", "600"), Map.of(), root, folder.log("redis"), "TERM");
    OwnProcess server = OwnProcess.start(plan, root);
    launcher.onExit().thenRun(lock::close);

    assertThat(tidings("stop", "--data", root.toString())).isZero();

    await().until(() -> !server.isAlive());
  }

  @Test
  void aWordThatIsNoCommandIsExplained() {
    assertThat(tidings("start")).isEqualTo(2);
    assertThat(err.toString()).contains("start");
  }

  @Test
  void aFolderIsFreeAgainWhenItsOwnerLetGo() {
    var folder = new DataFolder(root);
    FolderLock.acquire(folder).orElseThrow().close();

    assertThat(FolderLock.isHeld(folder)).isFalse();
  }

  private int tidings(String... arguments) {
    return Tidings.commandLine().setErr(new PrintWriter(err)).execute(arguments);
  }
}
