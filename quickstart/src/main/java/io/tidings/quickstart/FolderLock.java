package io.tidings.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one process that runs the system of a folder; the operating system lets go of it when
 * that dies.
 */
final class FolderLock implements AutoCloseable {
  private final FileLock lock;

  private FolderLock(FileLock lock) {
    this.lock = lock;
  }

  /** Empty if somebody else holds it. */
  static Optional<FolderLock> acquire(DataFolder folder) {
    try {
      var channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FolderLock> acquired = Optional.ofNullable(tryLock(channel)).map(FolderLock::new);
      if (acquired.isEmpty()) {
        channel.close();
      }
      return acquired;
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

  /** Whether somebody runs the system of this folder. */
  static boolean isHeld(DataFolder folder) {
    if (!Files.exists(folder.lock())) {
      return false;
    }
    Optional<FolderLock> lock = acquire(folder);
    lock.ifPresent(FolderLock::close);
    return lock.isEmpty();
  }

  @Override
  public void close() {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
