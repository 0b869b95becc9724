package io.tidings.gateway.json;

import static java.time.ZoneOffset.UTC;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Points in time as JSON writes them. */
public final class IsoTime {
  /** What a protobuf Timestamp, and the services behind it, can hold. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** ISO 8601 as it is met: with or without time, zone, or a colon in the zone. */
  private static final DateTimeFormatter ISO =
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

  private IsoTime() {}

  /**
   * Reads ISO 8601; without a zone it is UTC.
   *
   * @throws DefectException for anything else, and outside of the years 1 to 9999
   */
  public static Instant parse(String field, String text) {
    try {
      var parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return withinYears(
          field,
          switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(UTC);
            case LocalDate date -> date.atStartOfDay().toInstant(UTC);
            default -> throw new DateTimeException("neither a date nor a date-time");
          });
    } catch (DateTimeException _) {
      throw new DefectException(
          field,
          "is '" + text + "'; what is needed is an ISO 8601 date-time, like 2026-03-01T12:30:00Z");
    }
  }

  /**
   * @throws DefectException for a time that a contract cannot hold
   */
  public static Timestamp toProto(String field, Instant time) {
    var kept = withinYears(field, time);
    return Timestamp.newBuilder()
        .setSeconds(kept.getEpochSecond())
        .setNanos(kept.getNano())
        .build();
  }

  private static Instant withinYears(String field, Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new DefectException(field, "lies outside of the years 1 to 9999, which can be kept");
    }
    return time;
  }
}
