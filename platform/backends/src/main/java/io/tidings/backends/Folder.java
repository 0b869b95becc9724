package io.tidings.backends;

import java.nio.file.Path;

/** Where what belongs to one system of servers is. */
record Folder(Path root) {
  /** Data of one server. */
  Path data(String server) {
    return root.resolve(server);
  }

  Path log(String server) {
    return root.resolve("logs").resolve(server + ".log");
  }

  /** The pid files. */
  Path running() {
    return root.resolve("running");
  }
}
