package io.tidings.endtoend;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs public clients under Node, as their vendors publish them. */
final class NodeClient {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("tidings.root"), "end-to-end", "src", "test", "node").normalize();
  private static final Path INSTALLED =
      Path.of(System.getProperty("tidings.root"), "end-to-end", "target", "node").normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private NodeClient() {}

  /**
   * Installs what {@code package.json} names, unless it is there.
   *
   * @throws AssertionError without Node: a client that was not run has not been shown to work
   */
  static void install() throws IOException, InterruptedException {
    run(Path.of("."), Map.of(), "node", "--version");
    Path wanted = SCRIPTS.resolve("package.json");
    Path installed = INSTALLED.resolve("installed.json");
    if (Files.exists(installed) && Files.mismatch(wanted, installed) == -1) {
      return;
    }
    Files.createDirectories(INSTALLED);
    Files.copy(wanted, INSTALLED.resolve("package.json"), REPLACE_EXISTING);
    run(
        INSTALLED,
        Map.of(),
        "npm",
        "install",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts");
    Files.copy(wanted, installed, REPLACE_EXISTING);
  }

  /**
   * @return what the script printed
   */
  static String run(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.copy(SCRIPTS.resolve(script), INSTALLED.resolve(script), REPLACE_EXISTING);
    return run(INSTALLED, environment, "node", script);
  }

  /**
   * Runs a script that is made for browsers, bundled as a web page would have it.
   *
   * @return what the script printed
   */
  static String runBundled(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.copy(SCRIPTS.resolve(script), INSTALLED.resolve(script), REPLACE_EXISTING);
    String bundle = "bundled-" + script;
    run(
        INSTALLED,
        Map.of(),
        INSTALLED.resolve("node_modules/.bin/esbuild").toString(),
        script,
        "--bundle",
        "--platform=browser",
        "--format=esm",
        "--log-level=error",
        "--outfile=" + bundle);
    return run(INSTALLED, environment, "node", bundle);
  }

  private static String run(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("node", ".out");
    Path errors = Files.createTempFile("node", ".err");
    var builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException absent) {
      throw new AssertionError(
          "'%s' could not be started; the public clients need Node 20 and npm on the PATH"
              .formatted(command[0]),
          absent);
    }
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          "%s %s:\n%s\n%s"
              .formatted(
                  String.join(" ", command),
                  ended ? "ended with " + process.exitValue() : "did not end",
                  printed,
                  Files.readString(errors)));
    }
    Files.delete(output);
    Files.delete(errors);
    return printed;
  }
}
