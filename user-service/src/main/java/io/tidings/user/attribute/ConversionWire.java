package io.tidings.user.attribute;

import io.tidings.typing.Conversion;
import io.tidings.typing.ValueType;
import io.tidings.user.RefusedException;

/** Conversions are written once for all services, of values as the contracts have them. */
final class ConversionWire {
  private ConversionWire() {}

  /**
   * @throws RefusedException where the value says nothing of that type
   */
  static AttributeValue convert(String name, AttributeValue value, ValueType type)
      throws RefusedException {
    String field = "attributes." + name;
    return switch (Conversion.of(name, ValueWire.toWire(value), type)) {
      case Conversion.Converted(var converted) -> ValueWire.fromWire(field, converted);
      case Conversion.Refused(var reason) -> throw new RefusedException(field, reason);
    };
  }
}
