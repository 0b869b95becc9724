package io.tidings.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Java keeps of a service's start so that the next ones cost a fraction: its ahead-of-time
 * cache (JEP 483, 514 and 515), made in a {@link Rehearsal}. It lies beside the service's jar and
 * is used until something it was made from is newer.
 *
 * @param jar the service's; what it depends on is in {@code lib} beside it
 * @param launcher the jar that says how services are started
 * @param draft where Java writes the cache: a place of each system's own
 */
record StartCache(Path jar, Path launcher, Path draft) {
  // Which classes it leaves out is of no interest here.
  private static final String QUIET = "-Xlog:aot=error";

  static StartCache of(Service service, DataFolder folder) {
    return new StartCache(
        Programs.jar(service), Programs.own(), folder.root().resolve(service.module() + ".aot"));
  }

  /** Whether it is to be made first. */
  boolean isMissing() {
    return !isCurrent() && Files.isWritable(jar.getParent());
  }

  /** Has Java write the cache at the end of the run. */
  List<String> making() {
    return List.of("-XX:AOTCacheOutput=" + draft, QUIET);
  }

  /** Has Java use it, if there is one. */
  List<String> using() {
    return isCurrent() ? List.of("-XX:AOTCache=" + kept(), QUIET) : List.of();
  }

  /** Puts into use what Java wrote; at once, for others may be starting. */
  void keep() {
    if (Files.exists(draft)) {
      try {
        // A rename is at once, and works within one file system only.
        Path beside = Files.createTempFile(kept().getParent(), "draft", ".aot");
        Files.move(draft, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, kept(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isCurrent() {
    if (!Files.exists(kept())) {
      return false;
    }
    FileTime written = modified(kept());
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      return Stream.concat(Stream.of(jar, launcher), libraries)
          .allMatch(part -> modified(part).compareTo(written) < 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each Java has its own. */
  private Path kept() {
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    return jar.resolveSibling("%s-%s.aot".formatted(name, Runtime.version()));
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
