package io.tidings.segment.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values as jsonb. Text, numbers, booleans and lists are JSON's own; a date-time is <code>
 * {"$moment": epoch milliseconds}</code>, an object <code>{"$fields": {…}}</code>, so that each
 * type is told from every other by its JSON alone.
 */
public final class FieldValueJson {
  /** The key under which a date-time lies. */
  public static final String MOMENT = "$moment";

  private static final String FIELDS = "$fields";
  private static final JsonFactory JSON = new JsonFactory();
  private static final double LARGEST_EXACT_INTEGER = 9_007_199_254_740_992.0;

  private FieldValueJson() {}

  public static String write(FieldValue value) {
    return written(json -> write(value, json));
  }

  /** The values by name, as one JSON object. */
  public static String write(Map<String, FieldValue> values) {
    return written(json -> writeFields(values, json));
  }

  public static Map<String, FieldValue> readFields(String text) {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return fields(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FieldValue value, JsonGenerator json) throws IOException {
    switch (value) {
      case FieldValue.Text(var text) -> json.writeString(text);
      case FieldValue.Number(var number) -> {
        if (number == Math.rint(number) && Math.abs(number) <= LARGEST_EXACT_INTEGER) {
          json.writeNumber((long) number);
        } else {
          json.writeNumber(number);
        }
      }
      case FieldValue.Flag(var flag) -> json.writeBoolean(flag);
      case FieldValue.Moment(var epochMillis) -> {
        json.writeStartObject();
        json.writeNumberField(MOMENT, epochMillis);
        json.writeEndObject();
      }
      case FieldValue.Items(var items) -> {
        json.writeStartArray();
        for (FieldValue item : items) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case FieldValue.Fields(var fields) -> {
        json.writeStartObject();
        json.writeFieldName(FIELDS);
        writeFields(fields, json);
        json.writeEndObject();
      }
    }
  }

  private static void writeFields(Map<String, FieldValue> fields, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    // Sorted: equal values are written equally.
    for (var field : new TreeMap<>(fields).entrySet()) {
      json.writeFieldName(field.getKey());
      write(field.getValue(), json);
    }
    json.writeEndObject();
  }

  private static FieldValue read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> new FieldValue.Text(json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new FieldValue.Number(json.getDoubleValue());
      case VALUE_TRUE -> new FieldValue.Flag(true);
      case VALUE_FALSE -> new FieldValue.Flag(false);
      case START_ARRAY -> items(json);
      case START_OBJECT -> wrapped(json);
      default -> throw new IOException("no value is written as " + json.currentToken());
    };
  }

  private static FieldValue items(JsonParser json) throws IOException {
    List<FieldValue> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(json));
    }
    return new FieldValue.Items(items);
  }

  private static FieldValue wrapped(JsonParser json) throws IOException {
    String kind = json.nextFieldName();
    json.nextToken();
    FieldValue value;
    if (MOMENT.equals(kind)) {
      value = new FieldValue.Moment(json.getLongValue());
    } else if (FIELDS.equals(kind)) {
      value = new FieldValue.Fields(fields(json));
    } else {
      throw new IOException("no value is written as an object of '" + kind + "'");
    }
    json.nextToken();
    return value;
  }

  private static Map<String, FieldValue> fields(JsonParser json) throws IOException {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      fields.put(name, read(json));
    }
    return fields;
  }

  private static String written(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
