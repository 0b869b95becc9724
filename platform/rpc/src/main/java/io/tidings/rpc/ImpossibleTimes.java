package io.tidings.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tidings.proto.event.v1.Event;
import io.tidings.proto.user.v1.ProfileUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

  private static final Map<Descriptor, List<FieldDescriptor>> HOLDERS = new ConcurrentHashMap<>();

  private final List<Faults.FieldViolation> found = new ArrayList<>();

  private ImpossibleTimes() {}

  static List<Faults.FieldViolation> in(Message request) {
    ImpossibleTimes times = new ImpossibleTimes();
    times.look(null, request);
    return times.found;
  }

  private void look(@Nullable Path path, Message message) {
    switch (message) {
      case Timestamp time -> check(path, time);
      case Duration duration -> check(path, duration);
      default -> {
        for (FieldDescriptor field : holders(message.getDescriptorForType())) {
          look(path, message, field);
        }
      }
    }
  }

  private void look(@Nullable Path path, Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      int count = message.getRepeatedFieldCount(field);
      for (int i = 0; i < count; i++) {
        look(new Path(path, field, i), (Message) message.getRepeatedField(field, i));
      }
    } else if (message.hasField(field)) {
      look(new Path(path, field, null), (Message) message.getField(field));
    }
  }

  private static List<FieldDescriptor> holders(Descriptor type) {
    return HOLDERS.computeIfAbsent(
        type,
        _ -> type.getFields().stream().filter(field -> mayHold(field, new HashSet<>())).toList());
  }

  private static boolean mayHold(FieldDescriptor field, Set<Descriptor> seen) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    Descriptor type = field.getMessageType();
    return type.equals(Timestamp.getDescriptor())
        || type.equals(Duration.getDescriptor())
        || (!JUDGED_ONE_BY_ONE.contains(type)
            && seen.add(type)
            && type.getFields().stream().anyMatch(each -> mayHold(each, seen)));
  }

  private void check(@Nullable Path path, Timestamp time) {
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

  private void check(@Nullable Path path, Duration duration) {
    if (Math.abs(duration.getSeconds()) > LONGEST_SECONDS
        || Math.abs(duration.getNanos()) > MAX_NANOS) {
      report(
          path,
          "%d seconds and %d nanoseconds are no duration of less than 10,000 years",
          duration.getSeconds(),
          duration.getNanos());
    }
  }

  private void report(@Nullable Path path, String words, long seconds, int nanos) {
    found.add(
        new Faults.FieldViolation(
            path == null ? "" : path.toString(), words.formatted(seconds, nanos)));
  }

  /** Where a message is, in words only where it is at fault. */
  private record Path(@Nullable Path parent, FieldDescriptor field, @Nullable Integer index) {
    @Override
    public String toString() {
      return (parent == null ? "" : parent + ".")
          + field.getName()
          + (index == null ? "" : "[" + index + "]");
    }
  }
}
