package io.tidings.integration.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** What stands in one cell, by the form that it has. */
sealed interface Cell {
  record Text(String text) implements Cell {}

  record Number(double number) implements Cell {}

  record Flag(boolean flag) implements Cell {}

  record Moment(Instant time) implements Cell {}

  /** A leading zero or plus makes it a code and not a number; more digits would not come back. */
  Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,15})?");

  Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}\\S*");

  /** Reads a cell that is not empty; what has no other form is text. */
  static Cell of(String text) {
    if (NUMBER.matcher(text).matches()) {
      return new Number(Double.parseDouble(text));
    }
    return switch (text) {
      case "true" -> new Flag(true);
      case "false" -> new Flag(false);
      default -> DATE_TIME.matcher(text).matches() ? dateTime(text) : new Text(text);
    };
  }

  /** Without a zone it is UTC. */
  private static Cell dateTime(String text) {
    try {
      var parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return new Moment(
          parsed instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : Instant.from(parsed));
    } catch (DateTimeException _) {
      return new Text(text);
    }
  }
}
