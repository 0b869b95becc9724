package io.tidings.time;

import static java.time.ZoneOffset.UTC;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** ISO 8601 as it is met: with or without time, zone, or a colon in the zone. */
public final class IsoText {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private IsoText() {}

  /**
   * The moment that the text names; without a zone it is UTC, without a time the day's first.
   *
   * @throws DateTimeException for anything else
   */
  public static Instant parse(String text) {
    var parsed = FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return switch (parsed) {
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(UTC);
      case LocalDate date -> date.atStartOfDay().toInstant(UTC);
      default -> throw new DateTimeException("neither a date nor a date-time");
    };
  }

  /** Whether it lies within the years 1 to 9999, all that a contract's Timestamp can hold. */
  public static boolean canBeKept(Instant at) {
    return !at.isBefore(FIRST) && !at.isAfter(LAST);
  }
}
