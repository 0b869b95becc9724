package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.backends.Leftovers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSystemTest {
  @TempDir Path root;

  @AfterEach
  void stop() {
    new DataFolder(root).stopLeftovers();
  }

  @Test
  void takesEverythingDownWhereItCannotWriteThatItStops() throws IOException {
    var folder = new DataFolder(root);
    // The sandbox cannot start, for its keys are a folder.
    Files.createDirectories(folder.sandbox().resolve("sandbox-keys.p12"));
    var said = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(said, true, StandardCharsets.UTF_8) {
              @Override
              public void println(String line) {
                super.println(line);
                if (line.contains("✓ PostgreSQL")) {
                  assertThat(Leftovers.running(root)).contains("postgres");
                  obstruct(folder);
                }
              }
            });

    assertThatThrownBy(() -> RunningSystem.start(folder, console, Purpose.REHEARSAL))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the sandbox did not start");

    assertThat(said.toString(StandardCharsets.UTF_8)).contains("could not write", "is stopped");
    assertThat(Leftovers.running(root)).isEmpty();
    assertThat(FolderLock.isHeld(folder)).isFalse();
  }

  /** As on a full disk, the state of the system cannot be written. */
  private static void obstruct(DataFolder folder) {
    try {
      Files.createDirectories(
          folder.state().resolveSibling("state.properties.new").resolve("in-the-way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
