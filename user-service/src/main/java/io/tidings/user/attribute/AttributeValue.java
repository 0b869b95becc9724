package io.tidings.user.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidings.typing.ValueType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The value of an attribute, or one inside it. Equal values are the same value to everybody. */
public sealed interface AttributeValue {
  /** What a value takes beside its text: about what the messages need that carry it. */
  int BYTES_OF_EACH = 16;

  /** Nothing. As an attribute's value: the attribute was removed. */
  enum Nothing implements AttributeValue {
    NOTHING
  }

  record Text(String text) implements AttributeValue {}

  record Number(double number) implements AttributeValue {
    public Number {
      // Negative zero becomes zero, so that it equals it.
      number += 0.0;
    }
  }

  record Flag(boolean flag) implements AttributeValue {}

  /** A point in time, to the millisecond. */
  record DateTime(Instant at) implements AttributeValue {
    public DateTime {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  record Values(List<AttributeValue> values) implements AttributeValue {
    public Values {
      values = List.copyOf(values);
    }
  }

  /** Values by name. Sorted, for the database keeps no order of its own. */
  record Named(SortedMap<String, AttributeValue> values) implements AttributeValue {
    public Named(Map<String, AttributeValue> values) {
      this(new TreeMap<>(values));
    }

    public Named {
      values = Collections.unmodifiableSortedMap(values);
    }
  }

  /** What the value is; null where there is nothing. */
  default @Nullable ValueType type() {
    return switch (this) {
      case Nothing _ -> null;
      case Text _ -> ValueType.STRING;
      case Number _ -> ValueType.NUMBER;
      case Flag _ -> ValueType.BOOLEAN;
      case DateTime _ -> ValueType.DATE_TIME;
      case Values _ -> ValueType.LIST;
      case Named _ -> ValueType.OBJECT;
    };
  }

  /** How much room it takes, in bytes: its texts in UTF-8, and 16 for itself and each in it. */
  default int bytes() {
    return switch (this) {
      case Text(String text) -> BYTES_OF_EACH + bytes(text);
      case Number _, Flag _, DateTime _, Nothing _ -> BYTES_OF_EACH;
      case Values(var values) ->
          BYTES_OF_EACH + values.stream().mapToInt(AttributeValue::bytes).sum();
      case Named(var values) ->
          BYTES_OF_EACH
              + values.entrySet().stream()
                  .mapToInt(inner -> bytes(inner.getKey()) + inner.getValue().bytes())
                  .sum();
    };
  }

  /** In UTF-8. */
  static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Whether there is nothing. */
  default boolean isNothing() {
    return this == Nothing.NOTHING;
  }
}
