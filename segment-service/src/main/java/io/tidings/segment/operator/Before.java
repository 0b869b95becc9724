package io.tidings.segment.operator;

import jakarta.inject.Singleton;

/** The value is a date-time before the operand. */
@Singleton
final class Before extends OrderOfMoments {
  @Override
  public String id() {
    return "before";
  }

  @Override
  String sign() {
    return "<";
  }

  @Override
  boolean holds(long value, long operand) {
    return value < operand;
  }
}
