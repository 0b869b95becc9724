package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.backends.Ports;
import io.tidings.quickstart.sandbox.Sandbox;
import io.tidings.quickstart.sandbox.SandboxConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sandbox of one system, and the providers' connections that lead into it. */
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

  /**
   * Leads every channel into the sandbox, unless that was done before with the same settings: an
   * operator's own connections are left alone.
   */
  synchronized void connect(AdministratorClient administrator) {
    if (sandbox == null) {
      throw new IllegalStateException("the sandbox is not started");
    }
    try {
      Map<String, Map<String, String>> settings = sandbox.settings();
      String fingerprint = fingerprint(settings);
      if (!Files.exists(connected) || !Files.readString(connected).equals(fingerprint)) {
        administrator.connectProviders(settings);
        Folders.writePrivate(connected, fingerprint);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fingerprint(Map<String, Map<String, String>> settings) {
    var ordered = new TreeMap<String, TreeMap<String, String>>();
    settings.forEach((provider, values) -> ordered.put(provider, new TreeMap<>(values)));
    return UUID.nameUUIDFromBytes(ordered.toString().getBytes(StandardCharsets.UTF_8)).toString();
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
