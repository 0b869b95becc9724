package io.tidings.user.company;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidings.user.attribute.Attribute;
import io.tidings.user.attribute.AttributeValue;
import io.tidings.user.profile.ValueJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a company lies in its document. */
final class CompanyCodec {
  private static final String GROUP_ID = "group_id";
  private static final String ATTRIBUTES = "attributes";
  private static final String AT = "at";
  private static final String VALUE = "value";

  private CompanyCodec() {}

  /** What lies in the sealed column. */
  record Document(String groupId, Map<String, Attribute> attributes) {}

  static byte[] document(Company company) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = ValueJson.DOCUMENTS.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(GROUP_ID, company.groupId());
      json.writeObjectFieldStart(ATTRIBUTES);
      for (var entry : company.attributes().entrySet()) {
        Instant at = entry.getValue().writtenAt();
        json.writeObjectFieldStart(entry.getKey());
        json.writeNumberField(AT, TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
        json.writeFieldName(VALUE);
        ValueJson.write(json, entry.getValue().value());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Document document(byte[] column) {
    try (JsonParser json = ValueJson.DOCUMENTS.createParser(column)) {
      json.nextToken();
      String groupId = "";
      Map<String, Attribute> attributes = Map.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case GROUP_ID -> groupId = json.getText();
          case ATTRIBUTES -> attributes = readAttributes(json);
          default -> throw unknown(field);
        }
      }
      return new Document(groupId, attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Attribute> readAttributes(JsonParser json) throws IOException {
    Map<String, Attribute> attributes = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Instant at = Instant.EPOCH;
      AttributeValue value = AttributeValue.Nothing.NOTHING;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case AT -> at = Instant.ofEpochSecond(0, json.getLongValue());
          case VALUE -> value = ValueJson.read(json);
          default -> throw unknown(field);
        }
      }
      attributes.put(name, new Attribute(value, at));
    }
    return attributes;
  }

  private static IllegalStateException unknown(String field) {
    return new IllegalStateException("a company's row holds '" + field + "', which is not known");
  }
}
