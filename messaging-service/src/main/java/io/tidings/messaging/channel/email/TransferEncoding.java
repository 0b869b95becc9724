package io.tidings.messaging.channel.email;

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
}
