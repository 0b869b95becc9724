package io.tidings.quickstart.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.SubmitSm;
import org.jspecify.annotations.Nullable;

/** Reads texts as a phone does: by their alphabet, and put together from their parts. */
final class SmsText {

  /** The GSM alphabet (3GPP TS 23.038) in the order of its codes. */
  private static final String GSM =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  private static final Map<Integer, Character> GSM_EXTENSION =
      Map.of(
          0x0a, '\f', 0x14, '^', 0x28, '{', 0x29, '}', 0x2f, '\\', 0x3c, '[', 0x3d, '~', 0x3e, ']',
          0x40, '|', 0x65, '€');

  private static final int ESCAPE = 0x1b;
  private static final int CONCATENATED = 0;
  private static final int MAX_UNFINISHED = 1000;

  private final Map<String, @Nullable String[]> unfinished =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, @Nullable String[]> eldest) {
          return size() > MAX_UNFINISHED;
        }
      };

  /** The whole text, once this message completes it. */
  synchronized @Nullable String add(SubmitSm message) {
    byte[] content = message.getShortMessage();
    if (!message.isUdhi()) {
      return decode(message, content, 0);
    }
    int header = content[0] + 1;
    String text = decode(message, content, header);
    if (header < 6 || content[1] != CONCATENATED) {
      return text;
    }
    int total = content[4] & 0xff;
    int number = content[5] & 0xff;
    if (number < 1 || number > total) {
      return text;
    }
    String key = message.getDestAddress() + "/" + content[3] + "/" + total;
    @Nullable String[] parts = unfinished.computeIfAbsent(key, absent -> new String[total]);
    parts[number - 1] = text;
    StringBuilder whole = new StringBuilder();
    for (String part : parts) {
      if (part == null) {
        return null;
      }
      whole.append(part);
    }
    unfinished.remove(key);
    return whole.toString();
  }

  private static String decode(SubmitSm message, byte[] content, int from) {
    boolean wide =
        DataCodings.newInstance(message.getDataCoding()) instanceof GeneralDataCoding coding
            && coding.getAlphabet() == Alphabet.ALPHA_UCS2;
    return wide
        ? new String(content, from, content.length - from, StandardCharsets.UTF_16BE)
        : gsm(content, from);
  }

  private static String gsm(byte[] content, int from) {
    StringBuilder text = new StringBuilder(content.length);
    for (int i = from; i < content.length; i++) {
      if (content[i] == ESCAPE && i + 1 < content.length) {
        i++;
        text.append(GSM_EXTENSION.getOrDefault((int) content[i], ' '));
      } else {
        text.append(GSM.charAt(content[i] & 0x7f));
      }
    }
    return text.toString();
  }
}
