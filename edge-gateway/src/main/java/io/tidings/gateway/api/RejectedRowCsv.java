package io.tidings.gateway.api;

import io.tidings.proto.integration.v1.RejectedRow;

/** A rejected row as a line of a CSV file (RFC 4180). */
final class RejectedRowCsv {
  private RejectedRowCsv() {}

  static String line(RejectedRow row) {
    return "%d,%s,%s\r\n".formatted(row.getLine(), cell(row.getColumn()), cell(row.getReason()));
  }

  private static String cell(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
