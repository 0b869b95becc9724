package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a number, the operand or above. */
@Singleton
final class AtLeast extends OrderOfNumbers {
  @Override
  public String id() {
    return "at_least";
  }

  @Override
  String sign() {
    return ">=";
  }

  @Override
  boolean holds(double value, double operand) {
    return value >= operand;
  }
}
