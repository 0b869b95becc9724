package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.backends.Ports;
import io.tidings.quickstart.sandbox.Sandbox;
import io.tidings.quickstart.sandbox.SandboxConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The sandbox of one system, which plays the outside world. */
final class OutsideWorld {
  private final SandboxConfig config;
  private final Path connected;
  private @Nullable Sandbox sandbox;

  OutsideWorld(DataFolder folder, Ports ports) {
    Path data = Folders.createPrivate(folder.sandbox());
    this.config =
        new SandboxConfig(
            data,
            ports.port("sandbox-http", 8025),
            ports.port("sandbox-smtp", 2525),
            ports.port("sandbox-smpp", 2775),
            ports.port("sandbox-apns", 2197));
    this.connected = data.resolve("connected");
  }

  synchronized void start() {
    try {
      sandbox = Sandbox.start(config);
    } catch (IOException e) {
      throw new StartException("the sandbox did not start: " + e.getMessage());
    }
  }

  String url() {
    return "http://" + Addresses.HOST + ":" + config.httpPort();
  }

  /** The connections that lead into it. */
  synchronized SandboxConnections connections(AdministratorClient administrator) {
    if (sandbox == null) {
      throw new IllegalStateException("the sandbox is not started");
    }
    try {
      return new SandboxConnections(administrator, sandbox.settings(), connected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void stop() {
    if (sandbox != null) {
      try {
        sandbox.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
