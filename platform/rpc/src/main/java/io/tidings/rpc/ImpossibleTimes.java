package io.tidings.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Timestamps and durations that are none. What applies the rules of the contracts cannot even read
 * them, so they are looked for where it gave up.
 */
final class ImpossibleTimes {
  // https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp and #duration
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final long LONGEST_SECONDS = 315_576_000_000L;
  private static final int MAX_NANOS = 999_999_999;

  private final List<Faults.FieldViolation> found = new ArrayList<>();

  private ImpossibleTimes() {}

  static List<Faults.FieldViolation> in(Message request) {
    ImpossibleTimes times = new ImpossibleTimes();
    times.look("", request);
    return times.found;
  }

  private void look(String path, Message message) {
    switch (message) {
      case Timestamp time -> check(path, time);
      case Duration duration -> check(path, duration);
      default ->
          message
              .getAllFields()
              .forEach((field, value) -> {
                if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                  lookIn(path.isEmpty() ? field.getName() : path + "." + field.getName(), value);
                }
              });
    }
  }

  private void lookIn(String path, Object value) {
    switch (value) {
      case Message message -> look(path, message);
      case List<?> values -> {
        for (int i = 0; i < values.size(); i++) {
          lookIn(path + "[" + i + "]", values.get(i));
        }
      }
      default -> {}
    }
  }

  private void check(String path, Timestamp time) {
    if (time.getSeconds() < FIRST_SECOND
        || time.getSeconds() > LAST_SECOND
        || time.getNanos() < 0
        || time.getNanos() > MAX_NANOS) {
      report(
          path,
          "%d seconds and %d nanoseconds are no time between the years 1 and 9999",
          time.getSeconds(),
          time.getNanos());
    }
  }

  private void check(String path, Duration duration) {
    if (Math.abs(duration.getSeconds()) > LONGEST_SECONDS
        || Math.abs(duration.getNanos()) > MAX_NANOS) {
      report(
          path,
          "%d seconds and %d nanoseconds are no duration of less than 10,000 years",
          duration.getSeconds(),
          duration.getNanos());
    }
  }

  private void report(String path, String words, long seconds, int nanos) {
    found.add(new Faults.FieldViolation(path, words.formatted(seconds, nanos)));
  }
}
