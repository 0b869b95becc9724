package io.tidings.gateway.json;

import com.google.protobuf.Timestamp;
import io.tidings.time.IsoText;
import java.time.DateTimeException;
import java.time.Instant;

/** Points in time as JSON writes them. */
public final class IsoTime {
  private IsoTime() {}

  /**
   * Reads ISO 8601; without a zone it is UTC.
   *
   * @throws DefectException for anything else, and outside of the years 1 to 9999
   */
  public static Instant parse(String field, String text) {
    try {
      return withinYears(field, IsoText.parse(text));
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
    if (!IsoText.canBeKept(time)) {
      throw new DefectException(field, "lies outside of the years 1 to 9999, which can be kept");
    }
    return time;
  }
}
