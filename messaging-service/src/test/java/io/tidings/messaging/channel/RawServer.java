package io.tidings.messaging.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that speaks no protocol at all. */
public final class RawServer implements AutoCloseable {

  /** What it does with whoever comes. */
  @FunctionalInterface
  public interface Manner {
    void meet(Socket client) throws IOException;
  }

  private final ServerSocket listening;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  public RawServer(Manner manner) throws IOException {
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

  public int port() {
    return listening.getLocalPort();
  }

  /** Leads whoever comes on to another server. */
  public static Manner leadingTo(int port) {
    return client -> {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.startVirtualThread(() -> meet(from -> copy(server, client), client));
      copy(client, server);
    };
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  /** Ends all connections. */
  public void cut() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
