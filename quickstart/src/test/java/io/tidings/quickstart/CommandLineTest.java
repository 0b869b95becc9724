package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
