package io.tidings.quickstart;

import io.tidings.backends.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * What the process that runs a system says of it to others. It is worth something only while that
 * process holds the folder's lock.
 *
 * @param pid of the process that runs the system
 */
record SystemState(long pid, Phase phase) {
  enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  void write(DataFolder folder) {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("phase", phase.name().toLowerCase(Locale.ROOT));
    Folders.writePrivate(folder.state(), properties);
  }

  /** Empty while nobody has started the system yet. */
  static Optional<SystemState> read(DataFolder folder) {
    if (!Files.exists(folder.state())) {
      return Optional.empty();
    }
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(folder.state())) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new SystemState(
            Long.parseLong(properties.getProperty("pid")),
            Phase.valueOf(properties.getProperty("phase").toUpperCase(Locale.ROOT))));
  }
}
