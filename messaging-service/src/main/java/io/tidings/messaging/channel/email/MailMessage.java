package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.Email;
import jakarta.mail.Address;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail as the SMTP library wants it, with content that is written once and ready. (The library's
 * own rendering, made for mails of any shape, takes more of the processor than all the rest of
 * sending.)
 */
final class MailMessage extends MimeMessage {

  private final InternetAddress from;
  private final String messageId;
  private final byte[] content;

  MailMessage(
      Session session,
      Email email,
      InternetAddress from,
      InternetAddress to,
      @Nullable SendIdHeader sendIdHeader,
      Instant now)
      throws AddressException {
    super(session);
    this.from = from;
    this.messageId = "<" + email.sendId() + "@" + MailAddress.domain(from) + ">";
    this.content = new MailContent(email, messageId, from, to, sendIdHeader, now).bytes();
  }

  String messageId() {
    return messageId;
  }

  /** The envelope's sender. */
  @Override
  public Address[] getFrom() {
    return new Address[] {from};
  }

  @Override
  public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
    out.write(content);
  }
}
