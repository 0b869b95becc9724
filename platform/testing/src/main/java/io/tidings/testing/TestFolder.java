package io.tidings.testing;

import io.tidings.backends.Folders;
import io.tidings.backends.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where this JVM's servers keep their data. Its name is the JVM's pid. */
final class TestFolder {
  private static final Path ALL =
      Path.of(
          System.getProperty("java.io.tmpdir"), "tidings-tests-" + System.getProperty("user.name"));
  private static final Path TURN = ALL.resolveSibling(ALL.getFileName() + ".lock");

  private TestFolder() {}

  /** Makes it, and removes those of JVMs that are gone, with what they left running. */
  static Path create() {
    try {
      Folders.createPrivate(ALL);
      // Builds side by side clear up one after the other, or one would walk what another deletes.
      try (var turn = FileChannel.open(TURN, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = turn.lock();
          var folders = Files.list(ALL)) {
        List<Path> abandoned = folders.filter(TestFolder::isAbandoned).toList();
        for (Path folder : abandoned) {
          Leftovers.stop(folder);
          Folders.delete(folder);
        }
      }
      return Folders.createPrivate(ALL.resolve(Long.toString(ProcessHandle.current().pid())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path folder) {
    long pid = Long.parseLong(folder.getFileName().toString());
    return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
  }
}
