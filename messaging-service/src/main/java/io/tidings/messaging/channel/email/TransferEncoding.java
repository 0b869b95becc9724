package io.tidings.messaging.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a text travels through servers that may know nothing but short lines of ASCII. */
enum TransferEncoding {
  SEVEN_BIT("7bit"),
  QUOTED_PRINTABLE("quoted-printable"),
  BASE64("base64");

  /** Longest line that mail may have, without its end. */
  private static final int MAX_LINE = 998;

  private final String token;

  TransferEncoding(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  /** The one that leaves the text readable as it is, or else the shortest. */
  static TransferEncoding of(String text) {
    int foreign = 0;
    int line = 0;
    boolean longLine = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line = c == '\n' || c == '\r' ? 0 : line + 1;
      longLine |= line > MAX_LINE;
      if (c > 126 || (c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
        foreign++;
      }
    }
    if (foreign == 0 && !longLine) {
      return SEVEN_BIT;
    }
    // Quoted, a foreign character takes six to nine bytes; in base64 every one takes less than
    // five.
    return foreign * 4 > text.length() ? BASE64 : QUOTED_PRINTABLE;
  }

  /** In lines that end as they came or by CRLF; the SMTP library makes CRLF of all. */
  String encode(String text) {
    return switch (this) {
      case SEVEN_BIT -> text;
      case QUOTED_PRINTABLE -> quoted(text);
      case BASE64 -> Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static String quoted(String text) {
    ByteArrayOutputStream quoted = new ByteArrayOutputStream(text.length() * 5 / 4);
    try (OutputStream encoder = MimeUtility.encode(quoted, QUOTED_PRINTABLE.token)) {
      encoder.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | MessagingException impossible) {
      throw new IllegalStateException("a text in memory can always be quoted", impossible);
    }
    return quoted.toString(StandardCharsets.US_ASCII);
  }
}
