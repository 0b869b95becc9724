package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a number above the operand. */
@Singleton
final class GreaterThan extends OrderOfNumbers {
  @Override
  public String id() {
    return "greater_than";
  }

  @Override
  String sign() {
    return ">";
  }

  @Override
  boolean holds(double value, double operand) {
    return value > operand;
  }
}
