package io.tidings.quickstart;

import io.tidings.backends.OwnProcess;
import io.tidings.quickstart.SystemState.Phase;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a system in a process of its own and follows what that says until all is ready. */
final class Detached {
  private static final String NAME = "tidings";

  private final DataFolder folder;
  private final PrintStream out;
  private long shown;

  Detached(DataFolder folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** The exit code: 0 when all is ready. */
  int start() throws InterruptedException {
    Path log = folder.log(NAME);
    try {
      shown = Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var process =
        OwnProcess.start(
            new OwnProcess.Plan(NAME, command(), Map.of(), folder.root(), log, "TERM"),
            // Not among the processes of the system, which it would take for leftovers of an
            // earlier one.
            folder.root().resolve("detached"));
    var onInterrupt = new Thread(() -> process.stop(Duration.ofSeconds(60)));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    while (!isReady(process)) {
      if (!process.isAlive()) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        show(log);
        return 1;
      }
      show(log);
      Thread.sleep(100);
    }
    Runtime.getRuntime().removeShutdownHook(onInterrupt);
    show(log);
    return 0;
  }

  private List<String> command() {
    var command = new ArrayList<>(List.of(Programs.java().toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", Programs.classPath(), Tidings.class.getName(), "up", "--data"));
    command.add(folder.root().toString());
    return command;
  }

  private boolean isReady(OwnProcess process) {
    return SystemState.read(folder)
        .filter(state -> state.pid() == process.pid() && state.phase() == Phase.READY)
        .isPresent();
  }

  private void show(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var fresh = new byte[(int) (file.length() - shown)];
      file.seek(shown);
      file.readFully(fresh);
      shown += fresh.length;
      out.write(fresh);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
