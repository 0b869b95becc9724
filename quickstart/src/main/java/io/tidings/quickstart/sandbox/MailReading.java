package io.tidings.quickstart.sandbox;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a mail as its recipient's program would. */
final class MailReading {

  private @Nullable String text;
  private @Nullable String html;

  private MailReading() {}

  static ReceivedMessage read(Arrival.Mail mail) {
    MailReading reading = new MailReading();
    Map<String, String> headers = new LinkedHashMap<>();
    String subject = null;
    try {
      MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(mail.content()));
      subject = message.getSubject();
      for (Header header : Collections.list(message.getAllHeaders())) {
        headers.merge(header.getName(), decoded(header.getValue()), (one, two) -> one + "\n" + two);
      }
      reading.part(message);
    } catch (MessagingException | IOException broken) {
      // A mail cut short, or never whole: what could be read of it is shown.
    }
    return new ReceivedMessage(
        mail.channel(),
        mail.to(),
        mail.from(),
        subject,
        reading.text,
        reading.html,
        headers,
        mail.at());
  }

  private static String decoded(String value) {
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(value));
    } catch (UnsupportedEncodingException unknown) {
      return value;
    }
  }

  private void part(Part part) throws MessagingException, IOException {
    Object content = part.getContent();
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        part(parts.getBodyPart(i));
      }
    } else if (part.isMimeType("text/html")) {
      html = lines(content);
    } else if (part.isMimeType("text/*")) {
      text = lines(content);
    }
  }

  private static String lines(Object content) {
    return content.toString().replace("\r\n", "\n");
  }
}
