package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a date-time after the operand. */
@Singleton
final class After extends OrderOfMoments {
  @Override
  public String id() {
    return "after";
  }

  @Override
  String sign() {
    return ">";
  }

  @Override
  boolean holds(long value, long operand) {
    return value > operand;
  }
}
