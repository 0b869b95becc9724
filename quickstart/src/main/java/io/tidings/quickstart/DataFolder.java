package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.backends.Ports;
import java.nio.file.Path;

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

  Path log(String process) {
    return root.resolve("logs").resolve(process + ".log");
  }

  Ports ports() {
    return new Ports(root.resolve("ports.properties"));
  }
}
