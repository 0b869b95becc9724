package io.tidings.integration.imports;

import io.tidings.rpc.InvalidInputException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** Reads {@code tidings.integration.v1.ImportOptions}. */
final class ImportOptionsWire {
  private ImportOptionsWire() {}

  /**
   * @throws InvalidInputException naming what cannot be
   */
  static ImportOptions read(io.tidings.proto.integration.v1.ImportOptions wire) {
    return new ImportOptions(
        wire.getRequestId().isEmpty() ? null : wire.getRequestId(),
        wire.getColumnsMap(),
        wire.getDelimiter().isEmpty() ? null : wire.getDelimiter().charAt(0),
        encoding(wire.getEncoding()),
        wire.getDryRun());
  }

  private static @Nullable Charset encoding(String name) {
    if (name.isEmpty()) {
      return null;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new InvalidInputException(
          "options.encoding",
          "'%s' is no encoding that is known; UTF-8, UTF-16LE and windows-1252 are, for instance"
              .formatted(name));
    }
  }
}
