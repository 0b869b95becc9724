package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a number, the operand or below. */
@Singleton
final class AtMost extends OrderOfNumbers {
  @Override
  public String id() {
    return "at_most";
  }

  @Override
  String sign() {
    return "<=";
  }

  @Override
  boolean holds(double value, double operand) {
    return value <= operand;
  }
}
