package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The documents' calls of a running system, exactly as they are printed, one after the other as a
 * reader would copy them.
 */
@ResourceLock("sandbox")
class DocumentationIT {
  private static final Path ROOT = Path.of(System.getProperty("tidings.root")).normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");

  /** What the reader is to fill in. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$(?!TIDINGS_)[A-Z]");

  @RegisterExtension static final SharedSystem SYSTEM = new SharedSystem();

  @TempDir Path folder;

  /** What a reader has: the system's folder beside, curl, and something like grpcurl. */
  @BeforeEach
  void prepare() throws IOException {
    Files.createSymbolicLink(folder.resolve(".tidings"), SYSTEM.launcher().data());
    program("curl", "PATH='%s' exec curl --fail-with-body \"$@\"".formatted(System.getenv("PATH")));
    program(
        "grpcurl",
        "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\""
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                ReflectedCall.class.getName()));
  }

  @AfterEach
  void leaveTheSystemAlone() throws IOException {
    Files.delete(folder.resolve(".tidings"));
  }

  @Test
  void theIntroductionSendsItsMessages() throws Exception {
    assertRuns("README.md");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(SYSTEM.rest().received("email", "ada@example.com"))
                .extracting(mail -> mail.path("subject").asText())
                .contains("Good news, Ada", "Good news"));
  }

  @Test
  void theRestApiIsAsDescribed() throws Exception {
    assertRuns("docs/rest.md");
  }

  @Test
  void theSystemIsRunAsDescribed() throws Exception {
    assertRuns("docs/running.md");
  }

  private void assertRuns(String document) throws Exception {
    List<String> calls =
        BLOCK
            .matcher(Files.readString(ROOT.resolve(document)))
            .results()
            .map(MatchResult::group)
            .map(block -> block.lines().filter(line -> !line.startsWith("```")))
            .map(lines -> lines.collect(Collectors.joining("\n")))
            .filter(block -> block.contains("curl ") || block.startsWith("source "))
            .filter(block -> !PLACEHOLDER.matcher(block).find())
            .toList();
    assertThat(calls).isNotEmpty();
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder("bash", "-xeuo", "pipefail", "-c", String.join("\n\n", calls))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process shell = builder.start();
    assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(shell.exitValue()).as(Files.readString(output)).isZero();
  }

  private void program(String name, String script) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
