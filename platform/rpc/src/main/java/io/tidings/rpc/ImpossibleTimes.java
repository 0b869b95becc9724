package io.tidings.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Timestamps and durations that are none, which no rule of a contract need forbid: nobody could
 * read them. Only fields are looked at that may hold some, and not what its service judges one by
 * one, where a bad one takes no good one down with it.
 */
final class ImpossibleTimes {
  // https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp and #duration
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final long LONGEST_SECONDS = 315_576_000_000L;
  private static final int MAX_NANOS = 999_999_999;

  private static final Set<Descriptor> JUDGED_ONE_BY_ONE =
      Set.of(Event.getDescriptor(), ProfileUpdate.getDescriptor());

  private static final Set<Descriptor> TIME_TYPES =
      Set.of(Timestamp.getDescriptor(), Duration.getDescriptor());

  private static final FieldSearch TIMES =
      new FieldSearch(ImpossibleTimes::isTime, ImpossibleTimes::isJudgedOneByOne);

  private final List<Faults.FieldViolation> found = new ArrayList<>();

  private ImpossibleTimes() {}

  static List<Faults.FieldViolation> in(Message request) {
    ImpossibleTimes times = new ImpossibleTimes();
    TIMES.in(request, times::check);
    return times.found;
  }

  private static boolean isTime(FieldDescriptor field) {
    return isOf(field, TIME_TYPES);
  }

  private static boolean isJudgedOneByOne(FieldDescriptor field) {
    return isOf(field, JUDGED_ONE_BY_ONE);
  }

  private static boolean isOf(FieldDescriptor field, Set<Descriptor> types) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && types.contains(field.getMessageType());
  }

  private void check(FieldSearch.Place place, Object value) {
    if (value instanceof Timestamp time) {
      check(place, time);
    } else {
      check(place, (Duration) value);
    }
  }

  private void check(FieldSearch.Place place, Timestamp time) {
    if (time.getSeconds() < FIRST_SECOND
        || time.getSeconds() > LAST_SECOND
        || time.getNanos() < 0
        || time.getNanos() > MAX_NANOS) {
      report(
          place,
          "%d seconds and %d nanoseconds are no time between the years 1 and 9999",
          time.getSeconds(),
          time.getNanos());
    }
  }

  private void check(FieldSearch.Place place, Duration duration) {
    if (Math.abs(duration.getSeconds()) > LONGEST_SECONDS
        || Math.abs(duration.getNanos()) > MAX_NANOS) {
      report(
          place,
          "%d seconds and %d nanoseconds are no duration of less than 10,000 years",
          duration.getSeconds(),
          duration.getNanos());
    }
  }

  private void report(FieldSearch.Place place, String words, long seconds, int nanos) {
    found.add(new Faults.FieldViolation(place.toString(), words.formatted(seconds, nanos)));
  }
}
