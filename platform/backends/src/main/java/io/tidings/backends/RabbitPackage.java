package io.tidings.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** RabbitMQ as the machine's package manager knows it. */
final class RabbitPackage {
  // The start script inside the package. The one on the PATH of Debian and Fedora is a wrapper that
  // changes the user.
  private static final List<Path> SCRIPTS =
      List.of(
          Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
          Path.of("/usr/lib64/rabbitmq/bin/rabbitmq-server"));
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");
  // Somebody else may be installing something at this moment.
  private static final String WAIT = "-oDPkg::Lock::Timeout=300";
  private static final String STEP = "Installing the package rabbitmq-server";

  private RabbitPackage() {}

  /** The start script, after installing the package where there is none and we may. */
  static Path script(Progress progress, Path log) {
    return find()
        .orElseGet(() -> {
          install(progress, log);
          return find().orElseThrow(() -> new BackendException(whatToInstall()));
        });
  }

  static Optional<Path> find() {
    return Stream.concat(SCRIPTS.stream(), Executables.find("rabbitmq-server").stream())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void install(Progress progress, Path log) {
    boolean may =
        "root".equals(System.getProperty("user.name")) && Executables.find("apt-get").isPresent();
    if (!may) {
      throw new BackendException(whatToInstall());
    }
    progress.began(STEP);
    long start = System.nanoTime();
    // Without this, Debian starts a RabbitMQ of its own as soon as the package is there.
    boolean policy = forbidServices();
    try {
      run(log, "apt-get", "update");
      run(log, "apt-get", "install", "-y", "--no-install-recommends", WAIT, "rabbitmq-server");
    } finally {
      if (policy) {
        Folders.delete(POLICY);
      }
    }
    progress.done(STEP, "installed", Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean forbidServices() {
    if (Files.exists(POLICY)) {
      return false;
    }
    try {
      Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
      Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
      return true;
    } catch (IOException e) {
      throw new BackendException("could not write " + POLICY, e);
    }
  }

  private static void run(Path log, String... command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("DEBIAN_FRONTEND", "noninteractive", "LC_ALL", "C.UTF-8"));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      int exit =
          builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start().waitFor();
      if (exit != 0) {
        throw new BackendException("`%s` failed, see %s".formatted(String.join(" ", command), log));
      }
    } catch (IOException e) {
      throw new BackendException("could not run %s: %s".formatted(command[0], e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while installing RabbitMQ", e);
    }
  }

  private static String whatToInstall() {
    return "RabbitMQ is missing: install the package rabbitmq-server (as root: apt-get install"
        + " rabbitmq-server), or start Docker, or set "
        + GivenRabbit.VARIABLE
        + " to the address of one";
  }
}
