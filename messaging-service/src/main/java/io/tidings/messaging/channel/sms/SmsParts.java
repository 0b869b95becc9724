package io.tidings.messaging.channel.sms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jsmpp.bean.Alphabet;

/**
 * A text as phones receive it: whole, or in parts that carry a header by which the phone puts them
 * together (3GPP TS 23.040, section 9.2.3.24.1). A text in the GSM alphabet has room for 160
 * characters, any other for 70.
 *
 * @param concatenated whether the parts begin with that header
 */
record SmsParts(Alphabet alphabet, boolean concatenated, List<byte[]> parts) {

  private static final int OCTETS = 140;
  private static final int HEADER = 6;
  static final int MAX_PARTS = 255;

  private static final int GSM_WHOLE = 160;

  /** 134 octets hold 153 codes of seven bits. */
  private static final int GSM_PART = (OCTETS - HEADER) * 8 / 7;

  private static final int UCS2_WHOLE = OCTETS / 2;
  private static final int UCS2_PART = (OCTETS - HEADER) / 2;

  /**
   * @param sendId from which the parts' reference is made, so that parts sent again complete those
   *     that arrived before
   */
  static SmsParts of(String text, UUID sendId) {
    boolean gsm = Gsm7.canEncode(text);
    List<String> whole = split(text, gsm, gsm ? GSM_WHOLE : UCS2_WHOLE);
    Alphabet alphabet = gsm ? Alphabet.ALPHA_DEFAULT : Alphabet.ALPHA_UCS2;
    if (whole.size() == 1) {
      return new SmsParts(alphabet, false, List.of(encode(text, gsm)));
    }
    List<String> pieces = split(text, gsm, gsm ? GSM_PART : UCS2_PART);
    List<byte[]> parts = new ArrayList<>();
    for (String piece : pieces) {
      parts.add(withHeader(encode(piece, gsm), sendId.hashCode(), pieces.size(), parts.size() + 1));
    }
    return new SmsParts(alphabet, true, parts);
  }

  private static byte[] encode(String text, boolean gsm) {
    return gsm ? Gsm7.encode(text) : text.getBytes(StandardCharsets.UTF_16BE);
  }

  private static byte[] withHeader(byte[] content, int reference, int total, int number) {
    byte[] part = new byte[HEADER + content.length];
    part[0] = HEADER - 1;
    part[1] = 0; // concatenated, reference of eight bits
    part[2] = 3;
    part[3] = (byte) reference;
    part[4] = (byte) total;
    part[5] = (byte) number;
    System.arraycopy(content, 0, part, HEADER, content.length);
    return part;
  }

  /** Pieces of at most that many codes; what one character is made of stays together. */
  private static List<String> split(String text, boolean gsm, int room) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    int taken = 0;
    for (int i = 0; i < text.length(); ) {
      int characters = Character.charCount(text.codePointAt(i));
      int length = gsm ? Gsm7.length(text.charAt(i)) : characters;
      if (taken + length > room) {
        pieces.add(text.substring(start, i));
        start = i;
        taken = 0;
      }
      taken += length;
      i += characters;
    }
    pieces.add(text.substring(start));
    return pieces;
  }
}
