package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.Email;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** A mail as it goes over the wire. Its Message-ID is the send's id at the sender's domain. */
final class MailMessage extends MimeMessage {

  private final String messageId;

  private MailMessage(Session session, UUID sendId, InternetAddress from) {
    super(session);
    messageId = "<" + sendId + "@" + MailAddress.domain(from) + ">";
  }

  static MailMessage of(
      Email email, InternetAddress from, InternetAddress to, Session session, Instant now)
      throws MessagingException {
    MailMessage message = new MailMessage(session, email.sendId(), from);
    message.setSentDate(Date.from(now));
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, to);
    if (email.replyTo() != null) {
      message.setReplyTo(new InternetAddress[] {MailAddress.parse(email.replyTo())});
    }
    message.setSubject(onOneLine(email.subject()), "UTF-8");
    String text = email.text();
    String html = email.html();
    if (text != null && html != null) {
      // The last part is the one that readers prefer.
      message.setContent(new MimeMultipart("alternative", part(text, "plain"), part(html, "html")));
    } else if (html != null) {
      fill(message, html, "html");
    } else if (text != null) {
      fill(message, text, "plain");
    }
    message.saveChanges();
    return message;
  }

  String messageId() {
    return messageId;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  private static MimeBodyPart part(String content, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    fill(part, content, subtype);
    return part;
  }

  /**
   * The encoding is chosen here because the library would encode the whole content once only to
   * choose it.
   */
  private static void fill(MimePart part, String content, String subtype)
      throws MessagingException {
    part.setText(content, "UTF-8", subtype);
    part.setHeader("Content-Transfer-Encoding", TransferEncoding.of(content).token());
  }

  /** A line break in a subject would end the header and begin another. */
  private static String onOneLine(String subject) {
    return subject.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
