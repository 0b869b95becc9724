package io.tidings.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says which process was started under a name: its pid and the moment of its start. Only a process
 * with both is ours; a pid alone may belong to a stranger by now.
 */
final class PidFile {
  // The kernel counts a process's start in ticks since boot; the moment computed from that may move
  // a little.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path file;
  private final long pid;
  private final Instant started;
  private final String stopSignal;

  private PidFile(Path file, long pid, Instant started, String stopSignal) {
    this.file = file;
    this.pid = pid;
    this.started = started;
    this.stopSignal = stopSignal;
  }

  static PidFile write(Path folder, String name, ProcessHandle process, String stopSignal)
      throws IOException {
    // A process that is gone already has no start; then nothing alive can match the file.
    Instant started = process.info().startInstant().orElse(Instant.EPOCH);
    Path file = folder.resolve(name + ".pid");
    Files.createDirectories(folder);
    Path draft = folder.resolve(name + ".pid.new");
    Files.writeString(draft, process.pid() + "\n" + started + "\n" + stopSignal + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new PidFile(file, process.pid(), started, stopSignal);
  }

  /** Empty if the file is not a whole one. */
  static Optional<PidFile> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 3
          ? Optional.empty()
          : Optional.of(
              new PidFile(
                  file, Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)), lines.get(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return file.getFileName().toString().replaceFirst("\\.pid$", "");
  }

  String stopSignal() {
    return stopSignal;
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().startInstant().filter(this::isStart).isPresent());
  }

  private boolean isStart(Instant moment) {
    return Duration.between(started, moment).abs().compareTo(TOLERANCE) <= 0;
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
