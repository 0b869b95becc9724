package io.tidings.rpc;

import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;

/**
 * Writes where in a request something is: {@code recipients[3].user_id}, {@code settings["url"]}.
 */
final class FieldPaths {
  private FieldPaths() {}

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
}
