package io.tidings.gateway.collect;

import io.tidings.gateway.json.DefectException;
import io.tidings.gateway.json.Kinds;
import io.tidings.proto.value.v1.Value;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an object of which some are known. Null is as good as absent.
 *
 * @param path what comes before a member's name in an error: empty, or as {@code context.}
 */
record Fields(String path, Map<String, Value> values) {
  /** Up to here a double tells every whole number exactly. */
  private static final double MAX_EXACT = 1L << 53;

  static Fields of(Map<String, Value> values) {
    return new Fields("", values);
  }

  /** A text that is not empty. A whole number is taken for its digits: ids often are numbers. */
  Optional<String> text(String name) {
    var value = values.getOrDefault(name, Value.getDefaultInstance());
    return switch (value.getKindCase()) {
      case KIND_NOT_SET -> Optional.empty();
      case TEXT -> Optional.of(value.getText()).filter(text -> !text.isEmpty());
      case NUMBER -> Optional.of(digits(name, value));
      case BOOLEAN, DATE_TIME, LIST, OBJECT -> throw wrong(name, value, "a text");
    };
  }

  private String digits(String name, Value value) {
    var number = value.getNumber();
    if (number != Math.rint(number) || Math.abs(number) >= MAX_EXACT) {
      throw wrong(name, value, "a text");
    }
    return Long.toString((long) number);
  }

  /** The members of a member; none when it is absent. */
  Fields object(String name) {
    var value = values.getOrDefault(name, Value.getDefaultInstance());
    return switch (value.getKindCase()) {
      case KIND_NOT_SET -> new Fields(path + name + ".", Map.of());
      case OBJECT -> new Fields(path + name + ".", value.getObject().getValuesMap());
      case TEXT, NUMBER, BOOLEAN, DATE_TIME, LIST -> throw wrong(name, value, "an object");
    };
  }

  /** A member of which anything but the wanted kind is passed over. */
  Optional<Value> find(String name, Value.KindCase kind) {
    return Optional.ofNullable(values.get(name)).filter(value -> value.getKindCase() == kind);
  }

  /** A text that is not empty, anything else being passed over. */
  Optional<String> findText(String name) {
    return find(name, Value.KindCase.TEXT).map(Value::getText).filter(text -> !text.isEmpty());
  }

  /** The members of a member, anything else being passed over. */
  Fields findObject(String name) {
    return new Fields(
        path + name + ".",
        find(name, Value.KindCase.OBJECT)
            .map(value -> value.getObject().getValuesMap())
            .orElse(Map.of()));
  }

  /** Whether a member is there and says the given. */
  boolean says(String name, boolean flag) {
    return find(name, Value.KindCase.BOOLEAN)
        .filter(value -> value.getBoolean() == flag)
        .isPresent();
  }

  private DefectException wrong(String name, Value value, String needed) {
    return new DefectException(path + name, "is " + Kinds.of(value) + "; " + needed + " is needed");
  }
}
