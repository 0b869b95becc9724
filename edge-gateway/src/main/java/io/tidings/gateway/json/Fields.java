package io.tidings.gateway.json;

import io.tidings.proto.value.v1.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an object of which some are known. Null is as good as absent.
 *
 * @param path what comes before a member's name in an error: empty, or as {@code context.}
 */
public record Fields(String path, Map<String, Value> values) {
  /** Up to here a double tells every whole number exactly. */
  private static final double MAX_EXACT = 1L << 53;

  public static Fields of(Map<String, Value> values) {
    return new Fields("", values);
  }

  /** A text that is not empty. A whole number is taken for its digits: ids often are numbers. */
  public Optional<String> text(String name) {
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
  public Fields object(String name) {
    var value = values.getOrDefault(name, Value.getDefaultInstance());
    return switch (value.getKindCase()) {
      case KIND_NOT_SET -> new Fields(path + name + ".", Map.of());
      case OBJECT -> new Fields(path + name + ".", value.getObject().getValuesMap());
      case TEXT, NUMBER, BOOLEAN, DATE_TIME, LIST -> throw wrong(name, value, "an object");
    };
  }

  /** A member of which anything but the wanted kind is passed over. */
  public Optional<Value> find(String name, Value.KindCase kind) {
    return Optional.ofNullable(values.get(name)).filter(value -> value.getKindCase() == kind);
  }

  /** A text that is not empty, anything else being passed over. */
  public Optional<String> findText(String name) {
    return find(name, Value.KindCase.TEXT).map(Value::getText).filter(text -> !text.isEmpty());
  }

  /** The members of a member, anything else being passed over. */
  public Fields findObject(String name) {
    return new Fields(
        path + name + ".",
        find(name, Value.KindCase.OBJECT)
            .map(value -> value.getObject().getValuesMap())
            .orElse(Map.of()));
  }

  /** Whether a member is there and says the given. */
  public boolean says(String name, boolean flag) {
    return find(name, Value.KindCase.BOOLEAN)
        .filter(value -> value.getBoolean() == flag)
        .isPresent();
  }

  /** True or false. */
  public Optional<Boolean> flag(String name) {
    var value = values.getOrDefault(name, Value.getDefaultInstance());
    return switch (value.getKindCase()) {
      case KIND_NOT_SET -> Optional.empty();
      case BOOLEAN -> Optional.of(value.getBoolean());
      case TEXT, NUMBER, DATE_TIME, LIST, OBJECT -> throw wrong(name, value, "true or false");
    };
  }

  /** The elements of an array; none when it is absent. */
  public List<Value> list(String name) {
    var value = values.getOrDefault(name, Value.getDefaultInstance());
    return switch (value.getKindCase()) {
      case KIND_NOT_SET -> List.of();
      case LIST -> value.getList().getValuesList();
      case TEXT, NUMBER, BOOLEAN, DATE_TIME, OBJECT -> throw wrong(name, value, "an array");
    };
  }

  /** A point in time in ISO 8601. */
  public Optional<Instant> time(String name) {
    return text(name).map(text -> IsoTime.parse(path + name, text));
  }

  /**
   * Refuses members that nobody would look at.
   *
   * @throws DefectException naming the first, and what is known
   */
  public void refuseAllBut(Collection<String> known) {
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new DefectException(
            path + name, "is not known here; known are " + String.join(", ", known));
      }
    }
  }

  private DefectException wrong(String name, Value value, String needed) {
    return new DefectException(path + name, "is " + Kinds.of(value) + "; " + needed + " is needed");
  }
}
