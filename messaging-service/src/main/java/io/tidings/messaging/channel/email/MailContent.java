package io.tidings.messaging.channel.email;

import io.tidings.messaging.channel.Email;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers and body of a mail as RFC 5322 and MIME (RFC 2045, 2046) write them, all in ASCII. */
final class MailContent {

  private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  private final StringBuilder out = new StringBuilder(2048);

  MailContent(
      Email email,
      String messageId,
      InternetAddress from,
      InternetAddress to,
      @Nullable SendIdHeader sendIdHeader,
      Instant now)
      throws AddressException {
    header("Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
    header("From", MimeUtility.fold("From: ".length(), from.toString()));
    header("To", to.toString());
    if (email.replyTo() != null) {
      String replyTo = MailAddress.parse(email.replyTo()).toString();
      header("Reply-To", MimeUtility.fold("Reply-To: ".length(), replyTo));
    }
    header("Message-ID", messageId);
    if (sendIdHeader != null) {
      header(sendIdHeader.name(), sendIdHeader.valueFor(email.sendId()));
    }
    header("Subject", subject(email.subject()));
    header("MIME-Version", "1.0");
    body(email);
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void body(Email email) {
    String text = email.text();
    String html = email.html();
    if (text != null && html != null) {
      String boundary = "=_" + email.sendId();
      header("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
      // The last part is the one that readers prefer.
      out.append("\r\n--").append(boundary).append("\r\n");
      part(text, "plain");
      out.append("\r\n--").append(boundary).append("\r\n");
      part(html, "html");
      out.append("\r\n--").append(boundary).append("--\r\n");
    } else if (html != null) {
      part(html, "html");
    } else if (text != null) {
      part(text, "plain");
    }
  }

  private void part(String content, String subtype) {
    TransferEncoding encoding = TransferEncoding.of(content);
    header("Content-Type", "text/" + subtype + "; charset=UTF-8");
    header("Content-Transfer-Encoding", encoding.token());
    out.append("\r\n").append(encoding.encode(content));
  }

  private void header(String name, String value) {
    out.append(name).append(": ").append(value).append("\r\n");
  }

  /** A line break in a subject would end the header and begin another. */
  private static String subject(String given) {
    String onOneLine = CONTROL_CHARACTERS.matcher(given).replaceAll(" ").strip();
    try {
      return MimeUtility.fold(
          "Subject: ".length(), MimeUtility.encodeText(onOneLine, "UTF-8", null));
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("every Java knows UTF-8", impossible);
    }
  }
}
