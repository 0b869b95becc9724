package io.tidings.rpc;

import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Where in a request something is, and what the caller offered there. */
final class FieldPaths {
  private static final int MAX_SHOWN = 64;

  private FieldPaths() {}

  /** {@code recipients[3].user_id}, {@code settings["url"]}. */
  static String text(FieldPath path) {
    StringBuilder text = new StringBuilder();
    for (FieldPathElement element : path.getElementsList()) {
      text.append(text.isEmpty() ? "" : ".").append(element.getFieldName());
      switch (element.getSubscriptCase()) {
        case INDEX -> text.append('[').append(element.getIndex()).append(']');
        case STRING_KEY -> text.append("[\"").append(element.getStringKey()).append("\"]");
        case INT_KEY -> text.append('[').append(element.getIntKey()).append(']');
        case UINT_KEY -> text.append('[').append(element.getUintKey()).append(']');
        case BOOL_KEY -> text.append('[').append(element.getBoolKey()).append(']');
        case SUBSCRIPT_NOT_SET -> {}
      }
    }
    return text.toString();
  }

  /**
   * The value at the path where it is short and may be repeated; empty where it is not: contact
   * data and secrets are marked {@code debug_redact} in the contracts.
   */
  static String offered(Message request, FieldPath path) {
    Object value = request;
    for (FieldPathElement element : path.getElementsList()) {
      FieldDescriptor field =
          value instanceof Message message
              ? message.getDescriptorForType().findFieldByNumber(element.getFieldNumber())
              : null;
      if (field == null || field.isMapField() || field.getOptions().getDebugRedact()) {
        return "";
      }
      value =
          field.isRepeated() && element.hasIndex()
              ? ((Message) value).getRepeatedField(field, (int) element.getIndex())
              : ((Message) value).getField(field);
    }
    return switch (value) {
      case String text when !text.isEmpty() && text.length() <= MAX_SHOWN -> "'" + text + "'";
      case Number number -> number.toString();
      default -> "";
    };
  }
}
