package io.tidings.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.tidings.proto.value.v1.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes a message of the contracts in the form that {@link MessageReader} reads. Texts and
 * messages that are not set are left out; numbers, flags and lists always stand.
 */
public final class MessageWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private MessageWriter(JsonGenerator json) {
    this.json = json;
  }

  /** UTF-8. */
  public static byte[] write(Message message) {
    return write(writer -> writer.fields(message));
  }

  /** An object of the given members, in their order. */
  public static byte[] write(Map<String, Value> members) {
    return write(writer -> writer.members(members));
  }

  /** A value of any kind. */
  public static byte[] writeValue(Value value) {
    return document(writer -> writer.value(value));
  }

  /**
   * @param name of one more member besides those of the message
   */
  public static byte[] write(Message message, String name, List<? extends Message> elements) {
    return write(writer -> {
      writer.fields(message);
      writer.json.writeFieldName(name);
      writer.elements(elements);
    });
  }

  private interface Members {
    void write(MessageWriter writer) throws IOException;
  }

  private static byte[] write(Members members) {
    return document(writer -> {
      writer.json.writeStartObject();
      members.write(writer);
      writer.json.writeEndObject();
    });
  }

  private static byte[] document(Members content) {
    var bytes = new ByteArrayOutputStream();
    try (var generator = JSON.createGenerator(bytes)) {
      content.write(new MessageWriter(generator));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void fields(Message message) throws IOException {
    for (var field : message.getDescriptorForType().getFields()) {
      if (isWritten(message, field)) {
        json.writeFieldName(field.getJsonName());
        field(field, message.getField(field));
      }
    }
  }

  private static boolean isWritten(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      return true;
    }
    return switch (field.getJavaType()) {
      case STRING, ENUM, MESSAGE -> message.hasField(field);
      case INT, LONG, FLOAT, DOUBLE, BOOLEAN, BYTE_STRING ->
          !field.hasPresence() || message.hasField(field);
    };
  }

  private void field(FieldDescriptor field, Object value) throws IOException {
    if (field.isMapField()) {
      json.writeStartObject();
      for (var entry : (List<?>) value) {
        entry((Message) entry);
      }
      json.writeEndObject();
    } else if (field.isRepeated()) {
      elements((List<?>) value);
    } else {
      single(value);
    }
  }

  private void entry(Message entry) throws IOException {
    var type = entry.getDescriptorForType();
    json.writeFieldName(entry.getField(type.findFieldByNumber(1)).toString());
    single(entry.getField(type.findFieldByNumber(2)));
  }

  private void elements(List<?> values) throws IOException {
    json.writeStartArray();
    for (var value : values) {
      single(value);
    }
    json.writeEndArray();
  }

  private void single(Object value) throws IOException {
    switch (value) {
      case String text -> json.writeString(text);
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> number(number);
      case EnumValueDescriptor name -> json.writeString(EnumText.write(name).orElse(""));
      case Value any -> value(any);
      case Timestamp time ->
          json.writeString(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
      case Duration duration -> json.writeString(DurationText.write(duration));
      case Message message -> message(message);
      default -> throw new IllegalStateException(value.getClass() + " has no form in JSON");
    }
  }

  private void message(Message message) throws IOException {
    var onlyList = MessageReader.onlyList(message.getDescriptorForType());
    if (onlyList != null) {
      elements((List<?>) message.getField(onlyList));
    } else {
      json.writeStartObject();
      fields(message);
      json.writeEndObject();
    }
  }

  private void value(Value value) throws IOException {
    switch (value.getKindCase()) {
      case TEXT -> json.writeString(value.getText());
      case NUMBER -> number(value.getNumber());
      case BOOLEAN -> json.writeBoolean(value.getBoolean());
      case DATE_TIME -> single(value.getDateTime());
      case LIST -> elements(value.getList().getValuesList());
      case OBJECT -> {
        json.writeStartObject();
        members(value.getObject().getValuesMap());
        json.writeEndObject();
      }
      case KIND_NOT_SET -> json.writeNull();
    }
  }

  private void members(Map<String, Value> members) throws IOException {
    for (var member : members.entrySet()) {
      json.writeFieldName(member.getKey());
      value(member.getValue());
    }
  }

  /** Whole numbers without the fraction that doubles have. */
  private void number(double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
