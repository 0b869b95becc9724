package io.tidings.messaging.channel.email;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One open SMTP session. It remembers how far a mail got and the first no, which is what decides
 * whether the mail may be sent again. For one thread at a time, but for {@link #abort}.
 */
final class SmtpSession extends SMTPTransport {

  private final Socket socket;
  private SmtpReply.Stage stage = SmtpReply.Stage.GREETING;
  private @Nullable SmtpReply refusal;
  private boolean used;
  private volatile boolean busy = true;
  private volatile long since = System.nanoTime();

  private SmtpSession(Session session, URLName account, Socket socket) {
    super(session, account, "smtp", false);
    this.socket = socket;
  }

  /**
   * Connects, greets, encrypts and logs in, as the settings say.
   *
   * @throws SmtpRefused where the server answered, with a no
   * @throws IOException where it did not answer
   */
  static SmtpSession open(Session mail, SmtpSettings settings, @Nullable SSLSocketFactory tls)
      throws IOException, MessagingException {
    Socket socket = connect(settings, tls);
    URLName account =
        new URLName(
            "smtp",
            settings.host(),
            settings.port(),
            null,
            settings.username(),
            settings.password());
    SmtpSession session = new SmtpSession(mail, account, socket);
    try {
      session.connect(socket);
      return session;
    } catch (MessagingException failed) {
      session.abort();
      SmtpReply refusal = session.refusal();
      throw refusal == null ? failed : new SmtpRefused(refusal);
    }
  }

  private static Socket connect(SmtpSettings settings, @Nullable SSLSocketFactory tls)
      throws IOException {
    // Named as in the settings: what the certificate must be for, and no reverse look-up.
    InetAddress address =
        InetAddress.getByAddress(
            settings.host(), InetAddress.getByName(settings.host()).getAddress());
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout((int) settings.timeout().toMillis());
      plain.connect(
          new InetSocketAddress(address, settings.port()),
          (int) settings.connectTimeout().toMillis());
      if (tls == null || settings.security() != SmtpSettings.Security.TLS) {
        return plain;
      }
      SSLSocket encrypted =
          (SSLSocket) tls.createSocket(plain, settings.host(), settings.port(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      return encrypted;
    } catch (IOException failed) {
      plain.close();
      throw failed;
    }
  }

  synchronized void send(MailMessage message, InternetAddress to) throws MessagingException {
    stage = SmtpReply.Stage.SENDER;
    refusal = null;
    sendMessage(message, new Address[] {to});
    used = true;
  }

  /** How far the last mail got. */
  synchronized SmtpReply.Stage stage() {
    return stage;
  }

  /** The server's first no to the last mail. */
  synchronized @Nullable SmtpReply refusal() {
    return refusal;
  }

  /** Whether a mail went over this session before the one in hand. */
  synchronized boolean used() {
    return used;
  }

  void busy(boolean now) {
    since = System.nanoTime();
    busy = now;
  }

  /** Whether a mail is on its way over this session. */
  boolean busy() {
    return busy;
  }

  /** Nanoseconds for which it has been busy, or idle. */
  long age() {
    return System.nanoTime() - since;
  }

  /** Ends the session under whoever uses it, without a word to the server. */
  void abort() {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      // Nothing is left to release.
    }
  }

  /** Ends the session as the protocol wants it. */
  void quit() {
    try {
      close();
    } catch (MessagingException lost) {
      // The server has gone before us.
    } finally {
      abort();
    }
  }

  @Override
  protected void rcptTo() throws MessagingException {
    stage = SmtpReply.Stage.RECIPIENT;
    super.rcptTo();
  }

  @Override
  protected OutputStream data() throws MessagingException {
    stage = SmtpReply.Stage.DATA;
    return super.data();
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    stage = SmtpReply.Stage.HANDED_OVER;
    super.finishData();
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    int code = super.readServerResponse();
    if (code >= 400 && code < 600 && refusal == null) {
      refusal = SmtpReply.of(stage, code, getLastServerResponse());
    }
    return code;
  }

  /** Servers without EHLO refuse it and are then greeted by HELO: no refusal of ours. */
  @Override
  protected boolean ehlo(String domain) throws MessagingException {
    boolean taken = super.ehlo(domain);
    refusal = null;
    return taken;
  }
}
