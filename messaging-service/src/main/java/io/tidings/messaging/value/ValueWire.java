package io.tidings.messaging.value;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as plain Java: text, numbers, booleans, points in time, lists, maps. */
public final class ValueWire {
  private static final double EXACT = 1L << 53;

  private ValueWire() {}

  public static Map<String, @Nullable Object> toJava(Map<String, Value> values) {
    Map<String, @Nullable Object> all = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((name, value) -> all.put(name, toJava(value)));
    return all;
  }

  static @Nullable Object toJava(Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> value.getText();
      case NUMBER -> number(value.getNumber());
      case BOOLEAN -> value.getBoolean();
      case DATE_TIME -> toInstant(value.getDateTime()).atZone(ZoneOffset.UTC);
      case LIST -> list(value.getList().getValuesList());
      case OBJECT -> toJava(value.getObject().getValuesMap());
      case KIND_NOT_SET -> null;
    };
  }

  /** Whole numbers read as such: 12 and not 12.0. */
  private static Number number(double number) {
    return number == Math.rint(number) && Math.abs(number) <= EXACT
        ? (Number) (long) number
        : (Number) number;
  }

  private static List<@Nullable Object> list(List<Value> values) {
    List<@Nullable Object> list = new ArrayList<>(values.size());
    values.forEach(value -> list.add(toJava(value)));
    return list;
  }

  public static Instant toInstant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  public static Timestamp toTimestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
