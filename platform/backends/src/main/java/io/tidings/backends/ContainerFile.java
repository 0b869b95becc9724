package io.tidings.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says which container was started under a name, and what program knows it: a container has no
 * process of ours that a {@link PidFile} could name.
 */
record ContainerFile(Path file, String container, Docker docker) {
  static final String END = ".container";

  void write() {
    Folders.createPrivate(file.resolveSibling(""));
    Folders.writePrivate(file, container + "\n" + docker.program() + "\n");
  }

  static ContainerFile read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new ContainerFile(file, lines.get(0), new Docker(Path.of(lines.get(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return file.getFileName().toString().replaceFirst("\\.container$", "");
  }

  /** Whether it runs; where its engine does not answer, nothing does. */
  boolean isRunning() {
    try {
      return docker.runs(container);
    } catch (BackendException _) {
      return false;
    }
  }

  /** Stops and removes it; its volume stays. */
  void stop() {
    docker.run("stop", "--time", "20", container);
    docker.run("rm", container);
    delete();
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
