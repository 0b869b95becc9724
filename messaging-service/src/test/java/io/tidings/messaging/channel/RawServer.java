package io.tidings.messaging.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that speaks no protocol at all. */
final class RawServer implements AutoCloseable {

  /** What it does with whoever comes. */
  @FunctionalInterface
  interface Manner {
    void meet(Socket client) throws IOException;
  }

  private final ServerSocket listening;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  RawServer(Manner manner) throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> accept(manner));
  }

  private void accept(Manner manner) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        clients.add(client);
        Thread.startVirtualThread(() -> meet(manner, client));
      } catch (IOException stopped) {
        return;
      }
    }
  }

  private static void meet(Manner manner, Socket client) {
    try {
      manner.meet(client);
    } catch (IOException gone) {
      // The client has seen enough.
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
