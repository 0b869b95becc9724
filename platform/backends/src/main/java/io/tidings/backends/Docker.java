package io.tidings.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code docker} command. */
final class Docker {
  private final Path program;

  Docker(Path program) {
    this.program = program;
  }

  Path program() {
    return program;
  }

  /**
   * Whether an engine answers: a second at most, and nothing at all where there is no socket to
   * ask.
   */
  static Optional<Docker> find() {
    return isConfigured()
        ? Executables.find("docker").map(Docker::new).filter(Docker::answers)
        : Optional.empty();
  }

  private static boolean isConfigured() {
    String host = System.getenv("DOCKER_HOST");
    return (host != null && !host.isEmpty())
        || Stream.of(
                "/var/run/docker.sock",
                System.getProperty("user.home") + "/.docker/run/docker.sock",
                System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/nowhere") + "/docker.sock")
            .anyMatch(socket -> Files.exists(Path.of(socket)));
  }

  private boolean answers() {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "version", "--format", "{{.Server.Version}}")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(1, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs the command and returns what it wrote; throws with that text if it fails. */
  String run(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new BackendException("docker %s failed: %s".formatted(arguments[0], output));
      }
      return output;
    } catch (IOException e) {
      throw new BackendException("could not run docker: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while docker was running", e);
    }
  }

  /** Whether there is a container of this name, running or not. */
  boolean has(String container) {
    return !run("ps", "--all", "--quiet", "--filter", "name=^" + container + "$").isEmpty();
  }

  /** Whether the container of this name runs. */
  boolean runs(String container) {
    return !run("ps", "--quiet", "--filter", "name=^" + container + "$").isEmpty();
  }
}
