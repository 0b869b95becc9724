package io.tidings.messaging.channel.sms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;

/**
 * Keeps a session bound at all times, not only while something is sent, since receipts come over it
 * hours later: when it ends it is bound anew at once, and then at growing intervals.
 */
final class SmppBinding {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Threads of one session that process what comes in; receipts may wait for a database. */
  private static final int PROCESSORS = 4;

  private static final int QUEUE_OF_PROCESSORS = 1000;

  private final SmppSettings settings;
  private final MessageReceiverListener receipts;
  private final Thread keeper;
  private volatile CompletableFuture<SMPPSession> current = new CompletableFuture<>();
  private volatile boolean closed;

  SmppBinding(SmppSettings settings, MessageReceiverListener receipts) {
    this.settings = settings;
    this.receipts = receipts;
    this.keeper = Thread.ofVirtual().name("smpp-binding").start(this::keep);
  }

  /**
   * The bound session; waits for it where it is being bound.
   *
   * @throws IOException where it could not be bound
   */
  SMPPSession session() throws IOException, InterruptedException {
    try {
      return current.get(
          settings.connectTimeout().plus(settings.timeout()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IOException(cause == null ? "not bound" : cause.getMessage(), cause);
    } catch (TimeoutException late) {
      throw new IOException("the message centre did not bind us in time", late);
    }
  }

  void close() {
    closed = true;
    keeper.interrupt();
  }

  private void keep() {
    Duration pause = SHORTEST_PAUSE;
    try {
      while (!closed) {
        CountDownLatch ended = new CountDownLatch(1);
        try {
          SMPPSession session = bind(ended);
          try {
            current.complete(session);
            pause = SHORTEST_PAUSE;
            ended.await();
          } finally {
            current = new CompletableFuture<>();
            end(session);
          }
        } catch (IOException failed) {
          current.completeExceptionally(failed);
          Thread.sleep(pause);
          pause = longer(pause);
          current = new CompletableFuture<>();
        }
      }
    } catch (InterruptedException stopping) {
      // By close() alone.
    } finally {
      current.completeExceptionally(new IOException("the connection is closed"));
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private SMPPSession bind(CountDownLatch ended) throws IOException {
    SMPPSession session =
        new SMPPSession(
            new SynchronizedPDUSender(new DefaultPDUSender()),
            new BoundedPduReader(),
            this::connect);
    session.setPduProcessorDegree(PROCESSORS);
    session.setQueueCapacity(QUEUE_OF_PROCESSORS);
    session.setTransactionTimer(settings.timeout().toMillis());
    session.setEnquireLinkTimer((int) settings.enquireEvery().toMillis());
    session.setMessageReceiverListener(receipts);
    session.addSessionStateListener((state, before, source) -> {
      if (state == SessionState.CLOSED) {
        ended.countDown();
      }
    });
    session.connectAndBind(
        settings.host(),
        settings.port(),
        new BindParameter(
            BindType.BIND_TRX,
            settings.systemId(),
            settings.password(),
            settings.systemType(),
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null),
        settings.timeout().toMillis());
    return session;
  }

  /**
   * Without Nagle's algorithm, which would hold a message back until the one before is answered.
   */
  private Connection connect(String host, int port) throws IOException {
    InetAddress address = InetAddress.getByAddress(host, InetAddress.getByName(host).getAddress());
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(
          new InetSocketAddress(address, port), (int) settings.connectTimeout().toMillis());
      return new SocketConnection(
          settings.security() == SmppSettings.Security.TLS ? encrypted(plain) : plain);
    } catch (IOException failed) {
      plain.close();
      throw failed;
    }
  }

  private Socket encrypted(Socket plain) throws IOException {
    SSLSocketFactory factory =
        settings.trusted() == null
            ? (SSLSocketFactory) SSLSocketFactory.getDefault()
            : settings.trusted().sslContext().getSocketFactory();
    SSLSocket encrypted =
        (SSLSocket) factory.createSocket(plain, settings.host(), settings.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.setSoTimeout((int) settings.timeout().toMillis());
    encrypted.startHandshake();
    return encrypted;
  }

  /** Off the keeper's thread: unbinding waits for an answer that a dead session never gives. */
  private static void end(SMPPSession session) {
    Thread.startVirtualThread(session::unbindAndClose);
  }
}
