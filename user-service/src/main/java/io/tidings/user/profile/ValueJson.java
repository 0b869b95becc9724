package io.tidings.user.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.DateTime;
import io.tidings.user.attribute.AttributeValue.Flag;
import io.tidings.user.attribute.AttributeValue.Named;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.attribute.AttributeValue.Number;
import io.tidings.user.attribute.AttributeValue.Text;
import io.tidings.user.attribute.AttributeValue.Values;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON that keeps their kind, a date-time a date-time: {@code {"text": "gold"}}, {@code
 * {"list": [{"number": 1}, {}]}}.
 */
public final class ValueJson {
  /** For documents of our own rows: whatever was written can be read. */
  public static final JsonFactory DOCUMENTS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String TEXT = "text";
  private static final String NUMBER = "number";
  private static final String FLAG = "boolean";
  private static final String DATE_TIME = "date_time";
  private static final String LIST = "list";
  private static final String OBJECT = "object";

  private ValueJson() {}

  public static void write(JsonGenerator json, AttributeValue value) throws IOException {
    json.writeStartObject();
    switch (value) {
      case Nothing _ -> {}
      case Text(String text) -> json.writeStringField(TEXT, text);
      case Number(double number) -> writeNumber(json, number);
      case Flag(boolean flag) -> json.writeBooleanField(FLAG, flag);
      case DateTime(Instant at) -> json.writeNumberField(DATE_TIME, at.toEpochMilli());
      case Values(var values) -> {
        json.writeArrayFieldStart(LIST);
        for (AttributeValue inner : values) {
          write(json, inner);
        }
        json.writeEndArray();
      }
      case Named(var values) -> {
        json.writeObjectFieldStart(OBJECT);
        for (var inner : values.entrySet()) {
          json.writeFieldName(inner.getKey());
          write(json, inner.getValue());
        }
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  /** Reads the object that the parser stands at, up to its end. */
  public static AttributeValue read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return Nothing.NOTHING;
    }
    String kind = json.currentName();
    json.nextToken();
    AttributeValue value =
        switch (kind) {
          case TEXT -> new Text(json.getText());
          case NUMBER -> new Number(json.getDoubleValue());
          case FLAG -> new Flag(json.getBooleanValue());
          case DATE_TIME -> new DateTime(Instant.ofEpochMilli(json.getLongValue()));
          case LIST -> readList(json);
          case OBJECT -> readObject(json);
          default ->
              throw new IllegalStateException("a profile's row holds a value of kind " + kind);
        };
    json.nextToken();
    return value;
  }

  /** Whole numbers without the fraction that the database would keep. */
  private static void writeNumber(JsonGenerator json, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.writeNumberField(NUMBER, (long) number);
    } else {
      json.writeNumberField(NUMBER, number);
    }
  }

  private static AttributeValue readList(JsonParser json) throws IOException {
    List<AttributeValue> values = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      values.add(read(json));
    }
    return new Values(values);
  }

  private static AttributeValue readObject(JsonParser json) throws IOException {
    Map<String, AttributeValue> values = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, read(json));
    }
    return new Named(values);
  }
}
