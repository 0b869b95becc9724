package io.tidings.segment.value;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an attribute or a property holds. Nothing held is null, and never a FieldValue. */
public sealed interface FieldValue {

  /** How error messages name the type. */
  String type();

  /** Text. NUL, which PostgreSQL cannot hold, reads as U+FFFD here and in every comparison. */
  record Text(String text) implements FieldValue {
    public Text {
      text = text.replace('\0', '\uFFFD');
    }

    @Override
    public String type() {
      return "text";
    }

    @Override
    public String toString() {
      return "text '" + text + "'";
    }
  }

  /** A finite number; minus zero is zero. */
  record Number(double number) implements FieldValue {
    public Number {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(number + " is not a finite number");
      }
      number = number == 0 ? 0 : number;
    }

    @Override
    public String type() {
      return "number";
    }

    @Override
    public String toString() {
      return "number " + number;
    }
  }

  record Flag(boolean flag) implements FieldValue {
    @Override
    public String type() {
      return "boolean";
    }

    @Override
    public String toString() {
      return "boolean " + flag;
    }
  }

  /** A point in time, to the millisecond. */
  record Moment(long epochMillis) implements FieldValue {
    @Override
    public String type() {
      return "date-time";
    }

    @Override
    public String toString() {
      return "date-time " + Instant.ofEpochMilli(epochMillis);
    }
  }

  record Items(List<FieldValue> items) implements FieldValue {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String type() {
      return "list";
    }

    @Override
    public String toString() {
      return "list of " + items.size();
    }
  }

  record Fields(Map<String, FieldValue> fields) implements FieldValue {
    public Fields {
      fields = Map.copyOf(fields);
    }

    @Override
    public String type() {
      return "object";
    }

    @Override
    public String toString() {
      return "object of " + fields.size();
    }
  }
}
