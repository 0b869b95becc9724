package io.tidings.quickstart;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the built services are, seen from where this class was loaded. */
final class Programs {
  private Programs() {}

  /** The service's jar; its libraries are beside it in {@code lib}. */
  static Path jar(Service service) {
    Path jar =
        root().resolve(service.module()).resolve("target").resolve(service.module() + ".jar");
    if (!Files.exists(jar)) {
      throw new StartException(
          service.module() + " is not built (no " + jar + "): run mvn -DskipTests package");
    }
    return jar;
  }

  /** The Java that runs this process runs all others too. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The jar of the quickstart itself. */
  static Path own() {
    try {
      return Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where the quickstart's own classes are", e);
    }
  }

  /** Of this process, but right from any folder. */
  static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** From {@code quickstart/target/quickstart.jar} three up. */
  private static Path root() {
    return own().resolve("../../..").normalize();
  }
}
