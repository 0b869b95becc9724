package io.tidings.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ports of this machine that systems have chosen, whether anything listens on them yet or not: a
 * lock on a file for each. Two systems that start at the same moment thus never choose the same.
 * The operating system lets go of the locks when their holder dies.
 */
final class PortClaims {
  private static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"), "tidings-ports-" + System.getProperty("user.name"));

  private static final Map<Integer, Claim> HELD = new HashMap<>();

  private record Claim(Path owner, FileLock lock) {}

  private PortClaims() {}

  /**
   * Whether the port is the owner's from now on, or was already; it is as long as this process
   * lives.
   *
   * @param owner one for each system, the same at each of its starts
   */
  static synchronized boolean claim(int port, Path owner) {
    Claim held = HELD.get(port);
    if (held != null) {
      return held.owner().equals(owner);
    }
    FileLock lock = lock(port);
    if (lock == null) {
      return false;
    }
    HELD.put(port, new Claim(owner, lock));
    return true;
  }

  private static @Nullable FileLock lock(int port) {
    try {
      var channel =
          FileChannel.open(
              Folders.createPrivate(FOLDER).resolve(Integer.toString(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // Held by this very process.
      return null;
    }
  }
}
