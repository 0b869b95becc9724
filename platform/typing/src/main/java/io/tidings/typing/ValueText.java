package io.tidings.typing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidings.proto.value.v1.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.TreeMap;

/** Values as text: scalars by themselves, lists and objects as JSON. */
final class ValueText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int QUOTED_LENGTH = 100;
  private static final double EXACT_INTEGERS = 1e15;

  private ValueText() {}

  static String of(Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> value.getText();
      case NUMBER -> number(value.getNumber());
      case BOOLEAN -> Boolean.toString(value.getBoolean());
      case DATE_TIME -> time(value).toString();
      case LIST, OBJECT -> json(value);
      case KIND_NOT_SET -> "";
    };
  }

  /** Between quotes, shortened to what helps a reader. */
  static String quoted(Value value) {
    String text = of(value);
    return text.length() <= QUOTED_LENGTH
        ? "'" + text + "'"
        : "'" + text.substring(0, QUOTED_LENGTH) + "…'";
  }

  private static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static Instant time(Value value) {
    return Instant.ofEpochSecond(value.getDateTime().getSeconds(), value.getDateTime().getNanos());
  }

  private static String json(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value.getKindCase()) {
      case TEXT -> json.writeString(value.getText());
      case NUMBER -> json.writeNumber(number(value.getNumber()));
      case BOOLEAN -> json.writeBoolean(value.getBoolean());
      case DATE_TIME -> json.writeString(time(value).toString());
      case LIST -> {
        json.writeStartArray();
        for (Value inner : value.getList().getValuesList()) {
          write(json, inner);
        }
        json.writeEndArray();
      }
      case OBJECT -> {
        json.writeStartObject();
        // In one order, so that equal objects become equal texts.
        for (var inner : new TreeMap<>(value.getObject().getValuesMap()).entrySet()) {
          json.writeFieldName(inner.getKey());
          write(json, inner.getValue());
        }
        json.writeEndObject();
      }
      case KIND_NOT_SET -> json.writeNull();
    }
  }
}
