package io.tidings.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What an owner that was killed left running, found by the files that tell of it. */
public final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Leftovers() {}

  /** Names of the processes and containers that run, of the system in this folder. */
  public static List<String> running(Path root) {
    Stream<String> processes =
        pidFiles(root).stream().filter(file -> file.process().isPresent()).map(PidFile::name);
    Stream<String> containers =
        containers(root).stream().filter(ContainerFile::isRunning).map(ContainerFile::name);
    return Stream.concat(processes, containers).toList();
  }

  /** Stops what runs, all at once, and returns the names of what had to be stopped. */
  public static List<String> stop(Path root) {
    List<PidFile> files = pidFiles(root);
    var stopped = new ArrayList<String>();
    for (PidFile file : files) {
      file.process()
          .ifPresent(process -> {
            stopped.add(file.name());
            Signals.send(process, file.stopSignal());
          });
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (PidFile file : files) {
      file.process().ifPresent(process -> await(process, deadline));
      file.delete();
    }
    for (ContainerFile container : containers(root)) {
      if (container.isRunning()) {
        stopped.add(container.name());
        container.stop();
      }
      container.delete();
    }
    return stopped;
  }

  private static void await(ProcessHandle process, long deadline) {
    try {
      process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (ExecutionException e) {
      throw new BackendException("could not wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<PidFile> pidFiles(Path root) {
    return files(root, ".pid").stream().map(PidFile::read).flatMap(Optional::stream).toList();
  }

  private static List<ContainerFile> containers(Path root) {
    return files(root, ContainerFile.END).stream().map(ContainerFile::read).toList();
  }

  private static List<Path> files(Path root, String end) {
    Path folder = new Folder(root).running();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
