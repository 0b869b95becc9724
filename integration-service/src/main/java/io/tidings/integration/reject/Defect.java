package io.tidings.integration.reject;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is wrong with a call.
 *
 * @param field path of the value at fault; empty for the call as a whole
 * @param reason what was offered, what is allowed; may quote personal data
 */
record Defect(String field, String reason) {
  private static final int MAX_FIELD = 300;
  private static final int MAX_REASON = 1_000;

  Defect {
    field = shortened(field, MAX_FIELD);
    reason = shortened(reason, MAX_REASON);
  }

  static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(field);
      out.writeUTF(reason);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Defect of(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new Defect(in.readUTF(), in.readUTF());
    } catch (IOException broken) {
      throw new UncheckedIOException("a defect on file is not readable", broken);
    }
  }

  /** It may quote personal data. */
  @Override
  public String toString() {
    return "Defect";
  }
}
