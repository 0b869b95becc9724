package io.tidings.backends;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that we started, in a session of its own: a Ctrl-C at the terminal reaches us and not
 * it, so that we decide the order in which things end. Its pid file lets the next start find it if
 * we are killed.
 */
public final class OwnProcess {
  private static final List<String> NEW_SESSION = newSession();

  private final Process process;
  private final PidFile pidFile;
  private final Path log;

  private OwnProcess(Process process, PidFile pidFile, Path log) {
    this.process = process;
    this.pidFile = pidFile;
    this.log = log;
  }

  /**
   * How to start a process.
   *
   * @param environment added to our own environment
   * @param stopSignal what asks this program to end in good order, like {@code TERM}
   */
  public record Plan(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log,
      String stopSignal) {}

  /** Starts the process as one of the system in the folder {@code root}. */
  public static OwnProcess start(Plan plan, Path root) {
    try {
      Files.createDirectories(plan.folder());
      Files.createDirectories(plan.log().toAbsolutePath().getParent());
      var command = new ArrayList<>(NEW_SESSION);
      command.addAll(plan.command());
      var builder = new ProcessBuilder(command).directory(plan.folder().toFile());
      builder.environment().putAll(plan.environment());
      builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
          .redirectInput(new File("/dev/null"));
      Process process = builder.start();
      return new OwnProcess(process, pidFile(process, plan, root), plan.log());
    } catch (IOException e) {
      throw new BackendException(
          "could not start %s: %s".formatted(plan.name(), e.getMessage()), e);
    }
  }

  /** A process that has none would be found by nobody. */
  private static PidFile pidFile(Process process, Plan plan, Path root) throws IOException {
    try {
      return PidFile.write(
          new Folder(root).running(), plan.name(), process.toHandle(), plan.stopSignal());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Whether it is this process that listens on the port, and not somebody who came before it; taken
   * for granted where the operating system does not tell.
   */
  public boolean isListening(int port) {
    return Listeners.isListening(process.pid(), port);
  }

  public Path log() {
    return log;
  }

  /** Waits for the end of the process and returns its exit code. */
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Null while the process runs. */
  public @Nullable Integer exitCode() {
    return process.isAlive() ? null : process.exitValue();
  }

  /** As by kill -9: the process gets no chance to end in good order. */
  public void kill() {
    process.destroyForcibly();
    awaitUninterruptibly(Duration.ofSeconds(30));
    pidFile.delete();
  }

  /** Asks the process to end and waits; one that does not end in time is killed. */
  public void stop(Duration patience) {
    if (process.isAlive()) {
      Signals.send(process.toHandle(), pidFile.stopSignal());
      if (!awaitUninterruptibly(patience)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitUninterruptibly(Duration.ofSeconds(30));
      }
    }
    pidFile.delete();
  }

  private boolean awaitUninterruptibly(Duration patience) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The last lines that the process wrote, to show why it ended; without the frames of stack
   * traces.
   */
  public String lastLines(int count) {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !isStackFrame(line)).toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStackFrame(String line) {
    return line.startsWith("\tat ") || line.startsWith("\t... ");
  }

  private static List<String> newSession() {
    return Executables.find("setsid").map(setsid -> List.of(setsid.toString())).orElse(List.of());
  }
}
