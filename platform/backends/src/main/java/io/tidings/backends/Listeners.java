package io.tidings.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which process listens on a port, as far as the kernel tells: Linux does, under {@code /proc}. */
final class Listeners {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  // Columns of the tables.
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private Listeners() {}

  /** Whether the process listens on the port; taken for granted where nobody tells. */
  static boolean isListening(long pid, int port) {
    Path open = Path.of("/proc", Long.toString(pid), "fd");
    if (!Files.isReadable(open)) {
      return !Files.isReadable(TABLES.getFirst());
    }
    try (Stream<Path> files = Files.list(open)) {
      Set<String> sockets = sockets(port);
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException gone) {
      return false;
    }
  }

  /** Those that listen on the port, as the links in a process's folder name them. */
  private static Set<String> sockets(int port) {
    String suffix = ":%04X".formatted(port);
    return TABLES.stream()
        .filter(Files::isReadable)
        .flatMap(Listeners::rows)
        .filter(row -> row.length > INODE)
        .filter(row -> row[LOCAL_ADDRESS].endsWith(suffix) && row[STATE].equals(LISTENING))
        .map(row -> "socket:[%s]".formatted(row[INODE]))
        .collect(Collectors.toSet());
  }

  private static Stream<String[]> rows(Path table) {
    try {
      return Files.readAllLines(table).stream().map(line -> line.strip().split("\\s+"));
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
