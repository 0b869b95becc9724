package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a number below the operand. */
@Singleton
final class LessThan extends OrderOfNumbers {
  @Override
  public String id() {
    return "less_than";
  }

  @Override
  String sign() {
    return "<";
  }

  @Override
  boolean holds(double value, double operand) {
    return value < operand;
  }
}
