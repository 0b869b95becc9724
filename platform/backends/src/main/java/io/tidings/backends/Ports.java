package io.tidings.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of one data folder, kept in it: what once had an address has it again at the next
 * start, unless somebody else took it meanwhile. One that was given out is claimed: no other system
 * of this user chooses it before this process ends.
 */
public final class Ports {
  // Below the range from which Linux takes the ports of outgoing connections, so that a server that
  // is down for a moment finds its port free when it comes back.
  private static final int LOWEST = 20_000;
  private static final int BEYOND = 32_000;

  private final Path file;
  private final Path owner;
  private final Properties kept = new Properties();

  public Ports(Path file) {
    this.file = file;
    this.owner = file.toAbsolutePath().normalize();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        kept.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The port kept under this name if it is free, else the usual one if that is, else any (usual 0:
   * any).
   */
  public synchronized int port(String name, int usual) {
    int before = kept(name);
    int port =
        before != 0 && isMine(before)
            ? before
            : usual != 0 && !isKept(usual) && isMine(usual) ? usual : any();
    kept.setProperty(name, Integer.toString(port));
    save();
    return port;
  }

  /** The port that was last given out under this name; 0 if there was none. */
  public synchronized int kept(String name) {
    return Integer.parseInt(kept.getProperty(name, "0"));
  }

  private int any() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
      if (!isKept(port) && isMine(port)) {
        return port;
      }
    }
  }

  private boolean isKept(int port) {
    return kept.containsValue(Integer.toString(port));
  }

  private boolean isMine(int port) {
    return isFree(port) && PortClaims.claim(port, owner);
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void save() {
    try {
      Files.createDirectories(owner.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Folders.writePrivate(owner, kept);
  }
}
