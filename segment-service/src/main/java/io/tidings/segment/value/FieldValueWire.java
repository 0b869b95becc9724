package io.tidings.segment.value;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values as they travel. */
public final class FieldValueWire {
  private FieldValueWire() {}

  /**
   * Null for a value in which nothing is set, and for numbers that are none (NaN, infinity); in
   * lists and objects such values are left out.
   */
  public static @Nullable FieldValue read(Value message) {
    return switch (message.getKindCase()) {
      case TEXT -> new FieldValue.Text(message.getText());
      case NUMBER ->
          Double.isFinite(message.getNumber()) ? new FieldValue.Number(message.getNumber()) : null;
      case BOOLEAN -> new FieldValue.Flag(message.getBoolean());
      case DATE_TIME -> new FieldValue.Moment(epochMillis(message.getDateTime()));
      case LIST ->
          new FieldValue.Items(
              message.getList().getValuesList().stream()
                  .map(FieldValueWire::read)
                  .filter(Objects::nonNull)
                  .toList());
      case OBJECT -> new FieldValue.Fields(read(message.getObject().getValuesMap()));
      case KIND_NOT_SET -> null;
    };
  }

  public static Map<String, FieldValue> read(Map<String, Value> messages) {
    Map<String, FieldValue> values = new HashMap<>();
    messages.forEach((name, message) -> {
      FieldValue value = read(message);
      if (value != null) {
        values.put(name(name), value);
      }
    });
    return values;
  }

  /** A name as the database can hold it; see {@link FieldValue.Text}. */
  public static String name(String name) {
    return name.replace('\0', '\uFFFD');
  }

  public static Value write(FieldValue value) {
    Value.Builder message = Value.newBuilder();
    switch (value) {
      case FieldValue.Text(var text) -> message.setText(text);
      case FieldValue.Number(var number) -> message.setNumber(number);
      case FieldValue.Flag(var flag) -> message.setBoolean(flag);
      case FieldValue.Moment(var epochMillis) -> message.setDateTime(timestamp(epochMillis));
      case FieldValue.Items(var items) -> {
        ValueList.Builder list = ValueList.newBuilder();
        items.forEach(item -> list.addValues(write(item)));
        message.setList(list);
      }
      case FieldValue.Fields(var fields) -> {
        ValueObject.Builder object = ValueObject.newBuilder();
        fields.forEach((name, field) -> object.putValues(name, write(field)));
        message.setObject(object);
      }
    }
    return message.build();
  }

  /** Rounded down, for times before 1970 too. */
  public static long epochMillis(Timestamp timestamp) {
    return timestamp.getSeconds() * 1000 + timestamp.getNanos() / 1_000_000;
  }

  public static Timestamp timestamp(long epochMillis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(epochMillis, 1000))
        .setNanos(Math.floorMod(epochMillis, 1000) * 1_000_000)
        .build();
  }
}
