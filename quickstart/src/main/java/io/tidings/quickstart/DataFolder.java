package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.backends.Leftovers;
import io.tidings.backends.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything that belongs to one system: its data, secrets, ports and logs. */
record DataFolder(Path root) {

  DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  DataFolder create() {
    Folders.createPrivate(root);
    return this;
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path state() {
    return root.resolve("state.properties");
  }

  Path secrets() {
    return root.resolve("secrets.properties");
  }

  /** What a client needs, for a shell to read. */
  Path credentials() {
    return root.resolve("credentials.env");
  }

  Path sandbox() {
    return root.resolve("sandbox");
  }

  /** Where the {@link Rehearsal} is held. */
  DataFolder rehearsal() {
    return new DataFolder(root.resolve("rehearsal"));
  }

  /** Stops what an owner that was killed left running, and returns its names. */
  List<String> stopLeftovers() {
    return Stream.of(this, rehearsal())
        .flatMap(folder -> Leftovers.stop(folder.root).stream())
        .toList();
  }

  Path log(String process) {
    return root.resolve("logs").resolve(process + ".log");
  }

  Ports ports() {
    return new Ports(root.resolve("ports.properties"));
  }
}
