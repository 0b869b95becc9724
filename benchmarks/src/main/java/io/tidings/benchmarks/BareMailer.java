package io.tidings.benchmarks;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Mail by the SMTP library alone: pooled connections, virtual threads, no queue and no records. */
final class BareMailer {
  private final Session session;
  private final String user;
  private final String password;

  BareMailer(int port, String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(port));
    properties.setProperty("mail.smtp.localhost", "localhost");
    properties.setProperty("mail.smtp.auth", "true");
    this.session = Session.getInstance(properties);
    this.user = user;
    this.password = password;
  }

  /** Mails a second. */
  double send(int mails, int connections) throws Exception {
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int connection = 0; connection < connections; connection++) {
        running.add(
            threads.submit(() -> {
              try (Transport transport = session.getTransport("smtp")) {
                transport.connect(user, password);
                for (long mail = next.getAndIncrement();
                    mail < mails;
                    mail = next.getAndIncrement()) {
                  send(transport, mail);
                }
              }
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return mails / ((System.nanoTime() - start) / 1e9);
  }

  private void send(Transport transport, long recipient) throws MessagingException {
    String name = "Ada";
    MimeBodyPart text = new MimeBodyPart();
    text.setText(MailTemplate.TEXT.replace(MailTemplate.NAME, name), "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(MailTemplate.HTML.replace(MailTemplate.NAME, name), "UTF-8", "html");
    InternetAddress to = new InternetAddress("ada.%d@mint.example".formatted(recipient));
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("hello@tidings.example"));
    message.setRecipient(MimeMessage.RecipientType.TO, to);
    message.setSubject(MailTemplate.SUBJECT.replace(MailTemplate.NAME, name), "UTF-8");
    message.setContent(new MimeMultipart("alternative", text, html));
    message.saveChanges();
    transport.sendMessage(message, new Address[] {to});
  }
}
