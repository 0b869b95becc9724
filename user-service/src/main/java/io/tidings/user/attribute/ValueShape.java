package io.tidings.user.attribute;

import io.tidings.user.attribute.AttributeValue.Text;

/** What a value looks like, without the value. */
final class ValueShape {
  private static final int SHOWN = 40;

  private ValueShape() {}

  /** Of a text its letters as {@code a}, its digits as {@code 9}; of all else its type. */
  static String of(AttributeValue value) {
    if (!(value instanceof Text(String text))) {
      var type = value.type();
      return type == null ? "nothing" : type.text();
    }
    StringBuilder shape = new StringBuilder();
    text.codePoints().limit(SHOWN).map(ValueShape::masked).forEach(shape::appendCodePoint);
    return text.codePointCount(0, text.length()) > SHOWN
        ? shape.append('…').toString()
        : shape.toString();
  }

  private static int masked(int character) {
    return Character.isLetter(character) ? 'a' : Character.isDigit(character) ? '9' : character;
  }
}
