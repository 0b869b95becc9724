package io.tidings.typing;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import io.tidings.time.IsoText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Each gives null, the value in which nothing is set, for what does not convert. */
final class ConversionRules {
  /** From here on a number of time counts milliseconds: as seconds it were the year 5138. */
  private static final double FIRST_MILLISECONDS = 1e11;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");

  private ConversionRules() {}

  static String allowed(ValueType type) {
    return switch (type) {
      case STRING -> "a text";
      case NUMBER -> "a number, like 12.5";
      case BOOLEAN -> "true or false";
      case DATE_TIME -> "a date-time, like 2026-03-01T09:30:00Z";
      case LIST -> "a list";
      case OBJECT -> "an object";
    };
  }

  static Value number(Value offered) {
    OptionalDouble number = readNumber(offered);
    return number.isPresent() && Double.isFinite(number.getAsDouble())
        ? Value.newBuilder().setNumber(number.getAsDouble()).build()
        : Value.getDefaultInstance();
  }

  private static OptionalDouble readNumber(Value offered) {
    String text = offered.getText().strip();
    return NUMBER.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  static Value truth(Value offered) {
    String text =
        offered.getKindCase() == Value.KindCase.NUMBER
            ? ValueText.of(offered)
            : offered.getText().strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "1" -> Value.newBuilder().setBoolean(true).build();
      case "false", "0" -> Value.newBuilder().setBoolean(false).build();
      default -> Value.getDefaultInstance();
    };
  }

  static Value dateTime(Value offered) {
    try {
      Instant at =
          switch (offered.getKindCase()) {
            case TEXT -> IsoText.parse(offered.getText().strip());
            case NUMBER -> sinceEpoch(offered.getNumber());
            case BOOLEAN, DATE_TIME, LIST, OBJECT, KIND_NOT_SET ->
                throw new DateTimeException("no kind of time");
          };
      if (!IsoText.canBeKept(at)) {
        return Value.getDefaultInstance();
      }
      return Value.newBuilder()
          .setDateTime(
              Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
          .build();
    } catch (DateTimeException _) {
      return Value.getDefaultInstance();
    }
  }

  private static Instant sinceEpoch(double number) {
    double milliseconds = Math.abs(number) < FIRST_MILLISECONDS ? number * 1000 : number;
    if (!(Math.abs(milliseconds) < 1e16)) {
      throw new DateTimeException("too far away");
    }
    return Instant.ofEpochMilli(Math.round(milliseconds));
  }
}
