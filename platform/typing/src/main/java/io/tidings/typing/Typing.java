package io.tidings.typing;

/** Which type a name gets that was not defined before its first value came. */
public enum Typing {
  /** That of the value. */
  INFER,
  /** String, whatever the value is. */
  STRING;

  public static Typing fromWire(io.tidings.proto.value.v1.Typing wire) {
    return wire == io.tidings.proto.value.v1.Typing.TYPING_STRING ? STRING : INFER;
  }

  /** The type for a value that is of this type itself. */
  public ValueType typeFor(ValueType own) {
    return switch (this) {
      case INFER -> own;
      case STRING -> ValueType.STRING;
    };
  }
}
