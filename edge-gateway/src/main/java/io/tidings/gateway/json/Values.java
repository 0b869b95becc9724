package io.tidings.gateway.json;

import io.tidings.proto.value.v1.Value;
import io.tidings.proto.value.v1.ValueList;
import io.tidings.proto.value.v1.ValueObject;
import java.util.Map;

/** Makes values. */
public final class Values {
  /** JSON's null. */
  public static final Value NULL = Value.getDefaultInstance();

  private Values() {}

  public static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  /** Null where there is no text. */
  public static Value textOrNull(String text) {
    return text.isEmpty() ? NULL : text(text);
  }

  public static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  public static Value flag(boolean flag) {
    return Value.newBuilder().setBoolean(flag).build();
  }

  public static Value list(Iterable<Value> values) {
    return Value.newBuilder().setList(ValueList.newBuilder().addAllValues(values)).build();
  }

  /** Members keep their order. */
  public static Value object(Map<String, Value> members) {
    return Value.newBuilder().setObject(ValueObject.newBuilder().putAllValues(members)).build();
  }
}
