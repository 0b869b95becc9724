package io.tidings.segment.profile;

import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import org.jspecify.annotations.Nullable;

/**
 * What an attribute became.
 *
 * @param value null: it was removed
 */
public record AttributeChange(String name, @Nullable FieldValue value, Stamp stamp) {

  /** Which of two different values at the same stamp stays: any rule will do that has no memory. */
  boolean outranks(@Nullable FieldValue other) {
    return text(value).compareTo(text(other)) > 0;
  }

  private static String text(@Nullable FieldValue value) {
    return value == null ? "" : FieldValueJson.write(value);
  }
}
