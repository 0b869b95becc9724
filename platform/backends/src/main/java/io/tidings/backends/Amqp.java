package io.tidings.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a port of this machine whether a broker is behind it. */
final class Amqp {
  // "AMQP" and the version of the protocol; a broker that is ready answers with a method frame
  // (type 1).
  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private Amqp() {}

  static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(GREETING);
      return socket.getInputStream().read() == 1;
    } catch (IOException e) {
      return false;
    }
  }

  static String url(String user, String password, int port, String virtualHost) {
    return "amqp://%s:%s@127.0.0.1:%d/%s"
        .formatted(user, password, port, virtualHost.equals("/") ? "%2F" : virtualHost);
  }
}
