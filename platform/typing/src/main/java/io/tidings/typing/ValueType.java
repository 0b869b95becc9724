package io.tidings.typing;

import io.tidings.proto.value.v1.Value;
import java.util.Arrays;
import java.util.Optional;

/** What a value can be. Null is of no type. */
public enum ValueType {
  STRING("string", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_STRING),
  NUMBER("number", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_NUMBER),
  BOOLEAN("boolean", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_BOOLEAN),
  DATE_TIME("date-time", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_DATE_TIME),
  LIST("list", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_LIST),
  OBJECT("object", io.tidings.proto.value.v1.ValueType.VALUE_TYPE_OBJECT);

  private final String text;
  private final io.tidings.proto.value.v1.ValueType wire;

  ValueType(String text, io.tidings.proto.value.v1.ValueType wire) {
    this.text = text;
    this.wire = wire;
  }

  /** The name by which people know it, and under which it is kept. */
  public String text() {
    return text;
  }

  public io.tidings.proto.value.v1.ValueType toWire() {
    return wire;
  }

  /** Empty where the contract's zero or a later version's type was given. */
  public static Optional<ValueType> fromWire(io.tidings.proto.value.v1.ValueType wire) {
    return Arrays.stream(values()).filter(type -> type.wire == wire).findAny();
  }

  /** The type of the value itself; empty for null. */
  public static Optional<ValueType> of(Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> Optional.of(STRING);
      case NUMBER -> Optional.of(NUMBER);
      case BOOLEAN -> Optional.of(BOOLEAN);
      case DATE_TIME -> Optional.of(DATE_TIME);
      case LIST -> Optional.of(LIST);
      case OBJECT -> Optional.of(OBJECT);
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  static ValueType parse(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(text))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("the table holds a type '" + text + "'"));
  }
}
