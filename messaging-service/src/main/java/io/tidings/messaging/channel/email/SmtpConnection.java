package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.Email;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A mail server in use. */
final class SmtpConnection implements ProviderConnection {

  private final SmtpSettings settings;
  private final SmtpSessions sessions;
  private final Clock clock;

  SmtpConnection(SmtpSettings settings, Clock clock) {
    this.settings = settings;
    this.sessions = new SmtpSessions(settings);
    this.clock = clock;
  }

  @Override
  public int concurrency() {
    return settings.connections();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Email email)) {
      throw new IllegalArgumentException("a mail server carries e-mail; offered was " + message);
    }
    InternetAddress to;
    MailMessage mail;
    try {
      to = MailAddress.parse(email.to());
    } catch (AddressException notOne) {
      return new Outcome.Rejected("the address is not one: " + notOne.getMessage());
    }
    try {
      InternetAddress from =
          email.from() == null ? settings.from() : MailAddress.parse(email.from());
      mail =
          new MailMessage(
              sessions.mail(), email, from, to, settings.sendIdHeader(), clock.instant());
    } catch (AddressException notOne) {
      return new Outcome.Rejected("the sender or reply address is not one: " + notOne.getMessage());
    }
    return send(mail, to);
  }

  private Outcome send(MailMessage mail, InternetAddress to) {
    SmtpSession session;
    try {
      session = sessions.take();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("stopped while it waited for a session", null);
    } catch (IOException | MessagingException failed) {
      return unopened(failed);
    }
    MessagingException failure = attempt(session, mail, to);
    if (failure != null && session.used() && endedBeforeTheMail(session)) {
      // The server had ended the session meanwhile, as servers do after a time or a number of
      // mails.
      try {
        session = sessions.replace(session);
      } catch (IOException | MessagingException failed) {
        return unopened(failed);
      }
      failure = attempt(session, mail, to);
    }
    if (failure == null) {
      sessions.giveBack(session);
      return new Outcome.Accepted(mail.messageId());
    }
    return afterFailure(session, failure);
  }

  private static @Nullable MessagingException attempt(
      SmtpSession session, MailMessage mail, InternetAddress to) {
    try {
      session.send(mail, to);
      return null;
    } catch (MessagingException failed) {
      return failed;
    }
  }

  private static boolean endedBeforeTheMail(SmtpSession session) {
    SmtpReply refusal = session.refusal();
    return session.stage() == SmtpReply.Stage.SENDER && (refusal == null || refusal.endsSession());
  }

  private Outcome afterFailure(SmtpSession session, MessagingException failure) {
    SmtpReply refusal = session.refusal();
    SmtpReply.Stage stage = session.stage();
    if (refusal != null) {
      if (!refusal.endsSession() && session.isConnected()) {
        sessions.giveBack(session);
      } else {
        sessions.discard(session);
      }
      return refusal.outcome();
    }
    sessions.discard(session);
    String reason = lost(failure);
    return stage == SmtpReply.Stage.HANDED_OVER
        ? new Outcome.InDoubt(reason + " after the whole mail was handed over")
        : new Outcome.Deferred(reason, null);
  }

  private Outcome unopened(Exception failed) {
    return failed instanceof SmtpRefused refused
        ? refused.reply().outcome()
        : new Outcome.Deferred(lost(failed), null);
  }

  private String lost(Exception failure) {
    Throwable cause = failure;
    while (!(cause instanceof IOException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case SocketTimeoutException _ ->
          "the mail server did not answer within %d s".formatted(settings.timeout().toSeconds());
      case IOException io -> "the mail server was lost: " + io.getMessage();
      default -> "the mail server did not answer as one: " + cause.getMessage();
    };
  }

  @Override
  public void close() {
    sessions.close();
  }
}
