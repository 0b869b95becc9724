package io.tidings.messaging.channel.sms;

import java.io.ByteArrayOutputStream;

/**
 * The alphabet of text messages (3GPP TS 23.038, section 6.2.1), one code to a byte as SMPP carries
 * it. The characters of the extension take two codes.
 */
final class Gsm7 {

  /** In the order of their codes; code 27 leads into the extension and is no character. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final char ESCAPE = 27;

  private static final String EXTENSION = "\f^{}\\[~]|€";
  private static final byte[] EXTENSION_CODES = {
    0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65
  };

  private Gsm7() {}

  static boolean canEncode(String text) {
    return text.chars()
        .allMatch(c -> c != ESCAPE && (BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0));
  }

  /** How many codes a character takes. */
  static int length(char character) {
    return EXTENSION.indexOf(character) >= 0 ? 2 : 1;
  }

  static byte[] encode(String text) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      int extended = EXTENSION.indexOf(text.charAt(i));
      if (extended >= 0) {
        encoded.write(ESCAPE);
        encoded.write(EXTENSION_CODES[extended]);
      } else {
        encoded.write(BASIC.indexOf(text.charAt(i)));
      }
    }
    return encoded.toByteArray();
  }
}
