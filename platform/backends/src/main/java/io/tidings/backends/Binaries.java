package io.tidings.backends;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs that come inside jars, unpacked once per user and machine into {@code
 * ~/.cache/tidings}. The folder's name carries a checksum, so another version goes beside it.
 */
final class Binaries {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private Binaries() {}

  /** The folder that holds {@code bin/postgres} and {@code bin/initdb}. */
  static Path postgres() {
    String archive =
        platform().equals("linux-arm64")
            ? "/postgres-linux-arm_64.txz"
            : "/postgres-linux-x86_64.txz";
    return unpacked("postgresql", archive, Binaries::untar);
  }

  /** The {@code redis-server} program. */
  static Path redis() {
    String resource = "/redis-server-7.0.15-" + platform();
    return unpacked(
            "redis",
            resource,
            (bytes, folder) -> {
              Path program = folder.resolve("redis-server");
              Files.copy(bytes, program);
              Files.setPosixFilePermissions(program, EXECUTABLE);
            })
        .resolve("redis-server");
  }

  private static String platform() {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new BackendException(
          "PostgreSQL and Redis come along for Linux only, and this is %s: give the addresses of some in %s and %s"
              .formatted(system, GivenPostgres.VARIABLE, GivenRedis.VARIABLE));
    }
    return System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-amd64";
  }

  private interface Unpacking {
    void unpack(InputStream bytes, Path folder) throws IOException;
  }

  private static Path unpacked(String name, String resource, Unpacking unpacking) {
    try {
      Path cache = cache();
      Path folder = cache.resolve(name + "-" + checksum(resource));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, name + "-");
        try (InputStream bytes = open(resource)) {
          unpacking.unpack(bytes, draft);
        }
        Files.setPosixFilePermissions(draft, EXECUTABLE);
        publish(draft, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new BackendException("could not unpack %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Whoever comes first wins; what another process unpacked at the same time is as good. */
  private static void publish(Path draft, Path folder) throws IOException {
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      Folders.delete(draft);
    }
  }

  private static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("tidings");
  }

  private static String checksum(String resource) throws IOException {
    var checksum = new CRC32();
    var buffer = new byte[1 << 16];
    try (InputStream bytes = open(resource)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static InputStream open(String resource) throws IOException {
    InputStream bytes = Binaries.class.getResourceAsStream(resource);
    if (bytes == null) {
      throw new IOException("there is none for %s".formatted(platform()));
    }
    return bytes;
  }

  private static void untar(InputStream bytes, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(bytes)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, EXECUTABLE);
          }
        }
      }
    }
  }
}
