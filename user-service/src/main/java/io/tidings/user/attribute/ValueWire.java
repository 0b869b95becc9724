package io.tidings.user.attribute;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import io.tidings.user.RefusedException;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.AttributeValue.Named;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.AttributeValue.Values;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values and times between wire and domain. */
public final class ValueWire {
  /** 0001-01-01 and the end of 9999: what a Timestamp may hold. */
  private static final long MIN_SECONDS = -62_135_596_800L;

  private static final long MAX_SECONDS = 253_402_300_799L;

  /** Whatever is told was told after whatever is derived. */
  private static final Instant EARLIEST = Instant.EPOCH.plusMillis(1);

  private ValueWire() {}

  public static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  /**
   * @param field the field of the request that holds it
   */
  public static Instant instant(String field, Timestamp timestamp) throws RefusedException {
    if (timestamp.getSeconds() < MIN_SECONDS
        || timestamp.getSeconds() > MAX_SECONDS
        || timestamp.getNanos() < 0
        || timestamp.getNanos() > 999_999_999) {
      throw new RefusedException(
          field,
          "%d seconds and %d nanoseconds are no time between the years 1 and 9999"
              .formatted(timestamp.getSeconds(), timestamp.getNanos()));
    }
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  /**
   * When something happened, as it counts.
   *
   * @param field the field of the request that holds it
   * @param offered null where the caller does not say
   * @param now stands for a time that is absent or yet to come: a clock that runs ahead must not
   *     hold an attribute until then
   */
  public static Instant occurredAt(String field, @Nullable Timestamp offered, Instant now)
      throws RefusedException {
    Instant at = offered == null ? now : instant(field, offered);
    Instant possible = at.isAfter(now) ? now : at.isBefore(EARLIEST) ? EARLIEST : at;
    return possible.truncatedTo(ChronoUnit.MICROS);
  }

  public static Value toWire(AttributeValue value) {
    Value.Builder wire = Value.newBuilder();
    return switch (value) {
      case Nothing _ -> Value.getDefaultInstance();
      case Text(String text) -> wire.setText(text).build();
      case Number(double number) -> wire.setNumber(number).build();
      case Flag(boolean flag) -> wire.setBoolean(flag).build();
      case DateTime(Instant at) -> wire.setDateTime(timestamp(at)).build();
      case Values(var values) -> {
        ValueList.Builder list = ValueList.newBuilder();
        values.forEach(inner -> list.addValues(toWire(inner)));
        yield wire.setList(list).build();
      }
      case Named(var values) -> {
        ValueObject.Builder object = ValueObject.newBuilder();
        values.forEach((name, inner) -> object.putValues(name, toWire(inner)));
        yield wire.setObject(object).build();
      }
    };
  }

  /**
   * @param field the field of the request that holds it
   */
  public static AttributeValue fromWire(String field, Value wire) throws RefusedException {
    return switch (wire.getKindCase()) {
      case KIND_NOT_SET -> Nothing.NOTHING;
      case TEXT -> new Text(wire.getText());
      case NUMBER -> new Number(wire.getNumber());
      case BOOLEAN -> new Flag(wire.getBoolean());
      case DATE_TIME -> new DateTime(instant(field, wire.getDateTime()));
      case LIST -> {
        List<AttributeValue> values = new ArrayList<>();
        for (Value inner : wire.getList().getValuesList()) {
          values.add(fromWire(field, inner));
        }
        yield new Values(values);
      }
      case OBJECT -> {
        Map<String, AttributeValue> values = new HashMap<>();
        for (var inner : wire.getObject().getValuesMap().entrySet()) {
          values.put(inner.getKey(), fromWire(field, inner.getValue()));
        }
        yield new Named(values);
      }
    };
  }
}
