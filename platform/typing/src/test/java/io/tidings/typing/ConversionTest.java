package io.tidings.typing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Behaviour 38: a value is converted to the type that is defined")
class ConversionTest {
  private static final Value LIST = list(number(1), text("a"), Value.getDefaultInstance());

  static Stream<Arguments> converted() {
    return Stream.of(
        Arguments.of(text("a"), ValueType.STRING, text("a")),
        Arguments.of(number(999), ValueType.STRING, text("999")),
        Arguments.of(number(-0.5), ValueType.STRING, text("-0.5")),
        Arguments.of(number(1e20), ValueType.STRING, text("1.0E20")),
        Arguments.of(truth(true), ValueType.STRING, text("true")),
        Arguments.of(time("2026-03-01T09:30:00Z"), ValueType.STRING, text("2026-03-01T09:30:00Z")),
        Arguments.of(LIST, ValueType.STRING, text("[1,\"a\",null]")),
        Arguments.of(
            object("b", truth(false), "a", object("c \"", number(2.5))),
            ValueType.STRING,
            text("{\"a\":{\"c \\\"\":2.5},\"b\":false}")),
        Arguments.of(text("123"), ValueType.NUMBER, number(123)),
        Arguments.of(text(" -4.5e3 "), ValueType.NUMBER, number(-4500)),
        Arguments.of(text(".5"), ValueType.NUMBER, number(0.5)),
        Arguments.of(text("+7."), ValueType.NUMBER, number(7)),
        Arguments.of(text("True"), ValueType.BOOLEAN, truth(true)),
        Arguments.of(text(" false "), ValueType.BOOLEAN, truth(false)),
        Arguments.of(text("0"), ValueType.BOOLEAN, truth(false)),
        Arguments.of(number(1), ValueType.BOOLEAN, truth(true)),
        Arguments.of(text("2026-03-01"), ValueType.DATE_TIME, time("2026-03-01T00:00:00Z")),
        Arguments.of(
            text("2026-03-01 09:30:00"), ValueType.DATE_TIME, time("2026-03-01T09:30:00Z")),
        Arguments.of(
            text("2026-03-01T10:30:00.5+0100"),
            ValueType.DATE_TIME,
            time("2026-03-01T09:30:00.5Z")),
        Arguments.of(
            text("9999-12-31T23:59:59Z"), ValueType.DATE_TIME, time("9999-12-31T23:59:59Z")),
        Arguments.of(text("0001-01-01"), ValueType.DATE_TIME, time("0001-01-01T00:00:00Z")),
        Arguments.of(number(1), ValueType.DATE_TIME, time("1970-01-01T00:00:01Z")),
        Arguments.of(number(99_999_999_999.0), ValueType.DATE_TIME, time("5138-11-16T09:46:39Z")),
        Arguments.of(number(100_000_000_000.0), ValueType.DATE_TIME, time("1973-03-03T09:46:40Z")),
        Arguments.of(
            number(1_772_357_400_000.0), ValueType.DATE_TIME, time("2026-03-01T09:30:00Z")),
        Arguments.of(LIST, ValueType.LIST, LIST),
        Arguments.of(Value.getDefaultInstance(), ValueType.NUMBER, Value.getDefaultInstance()));
  }

  @ParameterizedTest
  @MethodSource("converted")
  void converts(Value offered, ValueType type, Value expected) {
    assertThat(Conversion.of("age", offered, type)).isEqualTo(new Conversion.Converted(expected));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(text("12 years"), ValueType.NUMBER, "'12 years' is not a number, like 12.5"),
        Arguments.of(text(""), ValueType.NUMBER, "'' is not a number, like 12.5"),
        Arguments.of(text("NaN"), ValueType.NUMBER, "'NaN' is not a number, like 12.5"),
        Arguments.of(text("1e999"), ValueType.NUMBER, "'1e999' is not a number, like 12.5"),
        Arguments.of(text("0x10"), ValueType.NUMBER, "'0x10' is not a number, like 12.5"),
        Arguments.of(truth(true), ValueType.NUMBER, "'true' is not a number, like 12.5"),
        Arguments.of(text("yes"), ValueType.BOOLEAN, "'yes' is not true or false"),
        Arguments.of(number(2), ValueType.BOOLEAN, "'2' is not true or false"),
        Arguments.of(
            text("yesterday"),
            ValueType.DATE_TIME,
            "'yesterday' is not a date-time, like 2026-03-01T09:30:00Z"),
        Arguments.of(
            text("0000-12-31"),
            ValueType.DATE_TIME,
            "'0000-12-31' is not a date-time, like 2026-03-01T09:30:00Z"),
        Arguments.of(
            number(1e300),
            ValueType.DATE_TIME,
            "'1.0E300' is not a date-time, like 2026-03-01T09:30:00Z"),
        Arguments.of(
            truth(true),
            ValueType.DATE_TIME,
            "'true' is not a date-time, like 2026-03-01T09:30:00Z"),
        Arguments.of(text("[1]"), ValueType.LIST, "'[1]' is not a list"),
        Arguments.of(LIST, ValueType.OBJECT, "'[1,\"a\",null]' is not an object"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(Value offered, ValueType type, String reason) {
    assertThat(Conversion.of("age", offered, type))
        .isEqualTo(new Conversion.Refused("age " + reason));
  }

  @Test
  void quotesNoMoreThanHelps() {
    assertThat(Conversion.of("age", text("x".repeat(101)), ValueType.NUMBER))
        .isEqualTo(
            new Conversion.Refused("age '" + "x".repeat(100) + "…' is not a number, like 12.5"));
  }

  private static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  private static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  private static Value truth(boolean truth) {
    return Value.newBuilder().setBoolean(truth).build();
  }

  private static Value time(String iso) {
    Instant at = Instant.parse(iso);
    return Value.newBuilder()
        .setDateTime(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .build();
  }

  private static Value list(Value... values) {
    Value.Builder list = Value.newBuilder();
    for (Value value : values) {
      list.getListBuilder().addValues(value);
    }
    return list.build();
  }

  private static Value object(String name, Value value) {
    Value.Builder object = Value.newBuilder();
    object.getObjectBuilder().putValues(name, value);
    return object.build();
  }

  private static Value object(String one, Value first, String other, Value second) {
    Value.Builder object = Value.newBuilder();
    object.getObjectBuilder().putValues(one, first).putValues(other, second);
    return object.build();
  }
}
