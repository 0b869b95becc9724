package io.tidings.integration.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a file writes its rows: given, or found out from its beginning. */
record CsvFormat(Charset encoding, char delimiter) {
  private static final int HEAD_BYTES = 64 * 1024;
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** What stands for a file's encoding before anything else, if it does. */
  private enum Mark {
    UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

    private final Charset encoding;
    private final byte[] bytes;

    Mark(Charset encoding, int... bytes) {
      this.encoding = encoding;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }

    private boolean begins(byte[] head) {
      return head.length >= bytes.length
          && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  /** A file with its rows in the order in which they stand. */
  record Opened(CsvFormat format, CsvReader<CsvRecord> rows) {}

  /**
   * Reads the file from its first row on.
   *
   * @param maxCell how many characters a cell may have
   */
  static Opened open(InputStream file, ImportOptions options, int maxCell) throws IOException {
    var buffered = new BufferedInputStream(file, HEAD_BYTES);
    buffered.mark(HEAD_BYTES);
    byte[] head = buffered.readNBytes(HEAD_BYTES);
    buffered.reset();
    Charset given = options.encoding();
    Charset encoding = given != null ? given : encoding(head);
    for (Mark mark : Mark.values()) {
      if (mark.begins(head) && mark.encoding.equals(encoding)) {
        buffered.skipNBytes(mark.bytes.length);
      }
    }
    Character delimiter = options.delimiter();
    var format =
        new CsvFormat(
            encoding, delimiter != null ? delimiter : delimiter(new String(head, encoding)));
    return new Opened(format, format.reader(buffered, maxCell));
  }

  private CsvReader<CsvRecord> reader(InputStream file, int maxCell) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .skipEmptyLines(true)
        .allowMissingFields(true)
        .allowExtraFields(true)
        .allowExtraCharsAfterClosingQuote(true)
        .maxBufferSize(maxCell)
        .ofCsvRecord(new InputStreamReader(file, encoding));
  }

  private static Charset encoding(byte[] head) {
    for (Mark mark : Mark.values()) {
      if (mark.begins(head)) {
        return mark.encoding;
      }
    }
    return isUtf8(head) ? StandardCharsets.UTF_8 : WINDOWS_1252;
  }

  /**
   * Whether the bytes are UTF-8 but for a few: letters beyond ASCII are sequences there that other
   * encodings do not come upon by chance, so a single good one tells more than a bad one.
   */
  private static boolean isUtf8(byte[] head) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer text = CharBuffer.allocate(head.length + 1);
    // The head may end within a letter, which is no fault of it.
    decoder.decode(ByteBuffer.wrap(head), text, /* endOfInput= */ false);
    text.flip();
    boolean broken = text.chars().anyMatch(letter -> letter == Header.UNREADABLE);
    boolean good = text.chars().anyMatch(letter -> letter > 127 && letter != Header.UNREADABLE);
    return good || !broken;
  }

  /** That of the delimiters which the first row has most of, outside of quotes. */
  private static char delimiter(String head) {
    var counts = new int[DELIMITERS.length];
    boolean quoted = false;
    for (int i = 0; i < head.length() && (quoted || !isLineEnd(head.charAt(i))); i++) {
      char letter = head.charAt(i);
      quoted ^= letter == '"';
      for (int d = 0; d < DELIMITERS.length && !quoted; d++) {
        counts[d] += letter == DELIMITERS[d] ? 1 : 0;
      }
    }
    int most = 0;
    for (int d = 1; d < DELIMITERS.length; d++) {
      most = counts[d] > counts[most] ? d : most;
    }
    return DELIMITERS[most];
  }

  private static boolean isLineEnd(char letter) {
    return letter == '\n' || letter == '\r';
  }
}
