package io.tidings.messaging.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one connection, kept open between mails: the one used last is taken first, so
 * that those not needed grow idle and are ended. What was idle for a while is asked whether it
 * still lives before a mail is trusted to it.
 */
final class SmtpSessions {

  private static final long PROBE_AFTER = TimeUnit.SECONDS.toNanos(5);
  private static final long END_AFTER = TimeUnit.SECONDS.toNanos(60);

  /** Answers that one mail waits for, with some room for its content to be written. */
  private static final int STEPS_OF_A_MAIL = 6;

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(15);

  private final SmtpSettings settings;
  private final @Nullable SSLSocketFactory tls;
  private final Session mail;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<SmtpSession> idle = new ConcurrentLinkedDeque<>();
  private final Set<SmtpSession> all = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final Executor later =
      CompletableFuture.delayedExecutor(
          SWEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
  private volatile boolean closed;

  SmtpSessions(SmtpSettings settings) {
    this.settings = settings;
    this.permits = new Semaphore(settings.connections());
    this.tls = settings.security() == SmtpSettings.Security.NONE ? null : settings.tls();
    this.mail = Session.getInstance(properties(settings, tls));
  }

  private static Properties properties(SmtpSettings settings, @Nullable SSLSocketFactory tls) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.quitwait", "false");
    if (settings.helloName() != null) {
      properties.setProperty("mail.smtp.localhost", settings.helloName());
    }
    if (tls != null && settings.security() == SmtpSettings.Security.STARTTLS) {
      properties.setProperty("mail.smtp.starttls.required", "true");
      properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
      properties.put("mail.smtp.ssl.socketFactory", tls);
    }
    if (settings.username() != null) {
      properties.setProperty("mail.smtp.auth", "true");
    }
    return properties;
  }

  /** What mails are built for. */
  Session mail() {
    return mail;
  }

  /** A session that lives, as far as can be known; waits where all are in use. */
  SmtpSession take() throws InterruptedException, IOException, MessagingException {
    permits.acquire();
    SmtpSession session = null;
    try {
      session = pollAlive();
      if (session == null) {
        session = open();
      }
      return session;
    } finally {
      if (session == null) {
        permits.release();
      }
    }
  }

  /** A new session in place of one that turned out dead. */
  SmtpSession replace(SmtpSession dead) throws IOException, MessagingException {
    forget(dead);
    SmtpSession fresh = null;
    try {
      fresh = open();
      return fresh;
    } finally {
      if (fresh == null) {
        permits.release();
      }
    }
  }

  /** Takes back a session that can carry another mail. */
  void giveBack(SmtpSession session) {
    session.busy(false);
    if (closed) {
      end(session);
    } else {
      idle.addFirst(session);
      if (closed && idle.remove(session)) {
        end(session);
      }
    }
    permits.release();
  }

  /** Takes back a session that cannot. */
  void discard(SmtpSession session) {
    forget(session);
    permits.release();
  }

  void close() {
    closed = true;
    for (SmtpSession session; (session = idle.poll()) != null; ) {
      end(session);
    }
  }

  private @Nullable SmtpSession pollAlive() {
    for (SmtpSession session; (session = idle.pollFirst()) != null; ) {
      long idleFor = session.age();
      session.busy(true);
      if (idleFor < PROBE_AFTER || session.isConnected()) {
        return session;
      }
      forget(session);
    }
    return null;
  }

  private SmtpSession open() throws IOException, MessagingException {
    SmtpSession session = SmtpSession.open(mail, settings, tls);
    all.add(session);
    if (sweeping.compareAndSet(false, true)) {
      later.execute(this::sweep);
    }
    return session;
  }

  /** Ends what has long been idle, and what a server keeps busy by never coming to an end. */
  private void sweep() {
    for (SmtpSession session : all) {
      if (session.busy()) {
        if (session.age() > STEPS_OF_A_MAIL * settings.timeout().toNanos()) {
          session.abort();
        }
      } else if (session.age() > END_AFTER && idle.remove(session)) {
        end(session);
      }
    }
    sweeping.set(false);
    if (!all.isEmpty() && sweeping.compareAndSet(false, true)) {
      later.execute(this::sweep);
    }
  }

  private void forget(SmtpSession session) {
    all.remove(session);
    session.abort();
  }

  private void end(SmtpSession session) {
    all.remove(session);
    session.quit();
  }
}
