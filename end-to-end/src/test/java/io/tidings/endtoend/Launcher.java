package io.tidings.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs `./tidings` against one data folder. */
public record Launcher(Path data) {
  private static final Path ROOT = Path.of(System.getProperty("tidings.root")).normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** What a command printed, standard output and errors together, and how it ended. */
  public record Result(int exitCode, String output) {
    public Result succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ", output:\n" + output);
      }
      return this;
    }
  }

  public Result run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("tidings", ".out");
    Process process = builder(arguments).redirectOutput(output.toFile()).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroy();
      throw new AssertionError(
          String.join(" ", arguments) + " did not end:\n" + Files.readString(output));
    }
    Result result = new Result(process.exitValue(), Files.readString(output));
    Files.delete(output);
    return result;
  }

  /** Starts a command that stays in the foreground. */
  Process start(Path output, String... arguments) throws IOException {
    return builder(arguments).redirectOutput(output.toFile()).start();
  }

  private ProcessBuilder builder(String... arguments) {
    // A build in the background ignores Ctrl-C, and hands that on to whatever it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(ROOT.resolve("tidings").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TIDINGS_BUILD", "never");
    // As a large machine has them, whatever this one is.
    builder.environment().put("TIDINGS_PARTITIONS", "4");
    return builder;
  }

  public Credentials credentials() throws IOException {
    return Credentials.read(data.resolve("credentials.env"));
  }
}
