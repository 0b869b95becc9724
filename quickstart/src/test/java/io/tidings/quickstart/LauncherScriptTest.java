package io.tidings.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code tidings} in a tree where nothing can be built, and with a Java that only says
 * what it was told.
 */
class LauncherScriptTest {
  private static final Path JAR = Path.of("quickstart/target/quickstart.jar");

  @TempDir Path root;

  @BeforeEach
  void lay() throws IOException {
    Files.copy(Path.of("../tidings"), root.resolve("tidings"));
    program(".ci/jdk25", "echo '%s'".formatted(root));
    program("bin/java", "echo java \"$@\"");
    program("bin/mvn", "echo mvn; exit 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "status", "--help", "--version"})
  void showsAndStopsASystemWhateverWasEditedSinceItWasBuilt(String command) throws Exception {
    Files.createDirectories(root.resolve(JAR).getParent());
    Files.createFile(root.resolve(JAR));

    assertThat(tidings(command)).startsWith("java ").contains("quickstart.jar " + command);
  }

  @Test
  void startsNothingThatIsNotBuilt() throws Exception {
    Files.createDirectories(root.resolve(JAR).getParent());
    Files.createFile(root.resolve(JAR));

    assertThat(tidings("up")).contains("Building Tidings", "mvn").doesNotContain("java ");
  }

  @Test
  void buildsWhatShowsASystemWhereThereIsNothingYet() throws Exception {
    assertThat(tidings("status")).contains("Building Tidings", "mvn").doesNotContain("java ");
  }

  private String tidings(String command) throws Exception {
    var builder =
        new ProcessBuilder("bash", root.resolve("tidings").toString(), command)
            .redirectErrorStream(true);
    builder.environment().remove("TIDINGS_BUILD");
    builder
        .environment()
        .merge("PATH", root.resolve("bin").toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private void program(String name, String script) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
