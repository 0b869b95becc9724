package io.tidings.backends;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs. */
final class Executables {
  private Executables() {}

  /** The program of this name on the PATH, or where administrators' programs are. */
  static Optional<Path> find(String name) {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
            Stream.of(
                "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin", "/opt/homebrew/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
