package io.tidings.gateway.json;

import com.fasterxml.jackson.core.JsonToken;
import io.tidings.proto.value.v1.Value;

/** What errors call the kinds of JSON values. */
public final class Kinds {
  private Kinds() {}

  /** As in {@code a number}. */
  public static String of(Value value) {
    return switch (value.getKindCase()) {
      case TEXT -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case DATE_TIME -> "a date-time";
      case LIST -> "an array";
      case OBJECT -> "an object";
      case KIND_NOT_SET -> "null";
    };
  }

  public static String of(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      default -> "null";
    };
  }
}
