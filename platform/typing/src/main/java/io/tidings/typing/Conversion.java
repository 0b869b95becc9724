package io.tidings.typing;

import io.tidings.proto.value.v1.Value;

/**
 * What became of a value that was to be of a type. What converts to what is written in the
 * contract, {@code tidings/value/v1/type.proto}.
 */
public sealed interface Conversion {
  /** The value as that type has it. */
  record Converted(Value value) implements Conversion {}

  /**
   * It says nothing of that type.
   *
   * @param reason what was offered, what is allowed; for the caller, as it quotes the value
   */
  record Refused(String reason) implements Conversion {}

  /**
   * @param name of what the value is: for the reason
   */
  static Conversion of(String name, Value offered, ValueType type) {
    if (ValueType.of(offered).map(type::equals).orElse(true)) {
      return new Converted(offered);
    }
    Value converted =
        switch (type) {
          case STRING -> Value.newBuilder().setText(ValueText.of(offered)).build();
          case NUMBER -> ConversionRules.number(offered);
          case BOOLEAN -> ConversionRules.truth(offered);
          case DATE_TIME -> ConversionRules.dateTime(offered);
          case LIST, OBJECT -> Value.getDefaultInstance();
        };
    return converted.getKindCase() == Value.KindCase.KIND_NOT_SET
        ? new Refused(
            "%s %s is not %s"
                .formatted(name, ValueText.quoted(offered), ConversionRules.allowed(type)))
        : new Converted(converted);
  }
}
