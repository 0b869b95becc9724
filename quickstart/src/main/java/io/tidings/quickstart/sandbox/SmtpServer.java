package io.tidings.quickstart.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that keeps every mail it is given. Made here and not taken from a library because
 * it has to break off at any point as real ones do, and to take little of a machine that runs all
 * of the system besides.
 */
final class SmtpServer implements AutoCloseable {

  static final String USERNAME = "tidings";
  static final String PASSWORD = "sandbox";

  private static final int BACKLOG = 200;

  private final SSLContext tls;
  private final Faults faults;
  private final ReceivedMessages messages;
  private final Clock clock;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final int port;
  private @Nullable ServerSocket listening;
  private boolean closed;

  SmtpServer(int port, SSLContext tls, Faults faults, ReceivedMessages messages, Clock clock)
      throws IOException {
    this.tls = tls;
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
    this.port = listen(port).getLocalPort();
    faults.onSmtpChange(this::followFault);
  }

  int port() {
    return port;
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
    listening = socket;
    Thread.ofVirtual().name("sandbox-smtp").start(() -> accept(socket));
    return socket;
  }

  private synchronized void followFault() {
    try {
      boolean refuse = faults.smtp().mode() == Faults.Smtp.REFUSE && faults.smtp().rate() > 0;
      if (refuse && listening != null) {
        stop();
      } else if (!refuse && listening == null && !closed) {
        listen(port);
      }
    } catch (IOException taken) {
      throw new UncheckedIOException(
          "port %d was taken while the mail server refused".formatted(port), taken);
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        Thread.ofVirtual().name("sandbox-smtp-client").start(() -> serve(client));
      } catch (IOException stopped) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      new SmtpDialogue(client, tls, USERNAME, PASSWORD, faults, messages, clock).run();
    } catch (IOException gone) {
      // Clients come and go; their mail is kept, or was never whole.
    } finally {
      clients.remove(client);
    }
  }

  private void stop() throws IOException {
    if (listening != null) {
      listening.close();
      listening = null;
    }
    for (Socket client : clients) {
      client.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    stop();
  }
}
