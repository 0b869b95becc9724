package io.tidings.user.profile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.attribute.AttributeValue.Nothing;
import io.tidings.user.device.Device;
import io.tidings.user.device.Devices;
import io.tidings.user.device.Platform;
import io.tidings.user.identity.Identifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a profile lies in its document: the one place between the record and its row. */
final class ProfileCodec {
  private static final String IDENTIFIERS = "identifiers";
  private static final String ATTRIBUTES = "attributes";
  private static final String DEVICES = "devices";
  private static final String AT = "at";
  private static final String VALUE = "value";
  private static final String TOKEN = "token";
  private static final String PLATFORM = "platform";
  private static final String SEEN = "seen";

  private ProfileCodec() {}

  static byte[] document(Profile profile) {
    return written(json -> {
      json.writeStartObject();
      json.writeFieldName(IDENTIFIERS);
      write(json, profile.identifiers());
      json.writeFieldName(ATTRIBUTES);
      write(json, profile.attributes());
      json.writeFieldName(DEVICES);
      write(json, profile.devices());
      json.writeEndObject();
    });
  }

  static Document document(byte[] column) {
    try (JsonParser json = ValueJson.DOCUMENTS.createParser(column)) {
      json.nextToken();
      return readDocument(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lies in the sealed column. */
  record Document(
      List<Identifier> identifiers, Map<String, Attribute> attributes, Devices devices) {}

  private static void write(JsonGenerator json, Map<String, Attribute> attributes)
      throws IOException {
    json.writeStartObject();
    for (var entry : attributes.entrySet()) {
      json.writeObjectFieldStart(entry.getKey());
      json.writeNumberField(AT, nanos(entry.getValue().writtenAt()));
      json.writeFieldName(VALUE);
      ValueJson.write(json, entry.getValue().value());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<Identifier> identifiers) throws IOException {
    json.writeStartArray();
    for (Identifier identifier : identifiers) {
      json.writeStartArray();
      json.writeString(identifier.type());
      json.writeString(identifier.value());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Devices devices) throws IOException {
    json.writeStartArray();
    for (Device device : devices.list()) {
      json.writeStartObject();
      json.writeStringField(TOKEN, device.token());
      json.writeStringField(PLATFORM, device.platform().name());
      json.writeNumberField(SEEN, nanos(device.lastSeenAt()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static Document readDocument(JsonParser json) throws IOException {
    List<Identifier> identifiers = List.of();
    Map<String, Attribute> attributes = Map.of();
    Devices devices = Devices.NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case IDENTIFIERS -> identifiers = readIdentifiers(json);
        case ATTRIBUTES -> attributes = readAttributes(json);
        case DEVICES -> devices = readDevices(json);
        default -> throw unknown(field);
      }
    }
    return new Document(identifiers, attributes, devices);
  }

  private static Map<String, Attribute> readAttributes(JsonParser json) throws IOException {
    Map<String, Attribute> attributes = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      attributes.put(name, readAttribute(json));
    }
    return attributes;
  }

  private static List<Identifier> readIdentifiers(JsonParser json) throws IOException {
    List<Identifier> identifiers = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_ARRAY) {
      identifiers.add(new Identifier(json.nextTextValue(), json.nextTextValue()));
      json.nextToken();
    }
    return identifiers;
  }

  private static Devices readDevices(JsonParser json) throws IOException {
    List<Device> devices = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      devices.add(readDevice(json));
    }
    return devices.isEmpty() ? Devices.NONE : new Devices(devices);
  }

  private static Attribute readAttribute(JsonParser json) throws IOException {
    Instant writtenAt = Attribute.DERIVED;
    AttributeValue value = Nothing.NOTHING;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case AT -> writtenAt = instant(json.getLongValue());
        case VALUE -> value = ValueJson.read(json);
        default -> throw unknown(field);
      }
    }
    return new Attribute(value, writtenAt);
  }

  private static Device readDevice(JsonParser json) throws IOException {
    String token = "";
    Platform platform = Platform.ANDROID;
    Instant seen = Instant.EPOCH;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case TOKEN -> token = json.getText();
        case PLATFORM -> platform = Platform.valueOf(json.getText());
        case SEEN -> seen = instant(json.getLongValue());
        default -> throw unknown(field);
      }
    }
    return new Device(token, platform, seen);
  }

  private static IllegalStateException unknown(String field) {
    return new IllegalStateException("a profile's row holds '" + field + "', which is not known");
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static byte[] written(Writing writing) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
      try (JsonGenerator json = ValueJson.DOCUMENTS.createGenerator(bytes)) {
        writing.to(json);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
