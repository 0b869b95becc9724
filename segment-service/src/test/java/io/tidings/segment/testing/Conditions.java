package io.tidings.segment.testing;

import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.PropertyFilter;
import io.tidings.proto.value.v1.Value;
import java.time.Duration;
import java.util.List;

/** Definitions as callers write them. */
public final class Conditions {
  private Conditions() {}

  public static Condition all(Condition... conditions) {
    return Condition.newBuilder().setAll(list(conditions)).build();
  }

  public static Condition any(Condition... conditions) {
    return Condition.newBuilder().setAny(list(conditions)).build();
  }

  public static Condition none(Condition... conditions) {
    return Condition.newBuilder().setNone(list(conditions)).build();
  }

  public static Condition attribute(String name, String operator, Value... operands) {
    return Condition.newBuilder()
        .setAttribute(
            AttributeCondition.newBuilder()
                .setName(name)
                .setOperator(operator)
                .addAllOperands(List.of(operands)))
        .build();
  }

  public static Condition event(String name, String operator, long count) {
    return Condition.newBuilder()
        .setEvent(EventCondition.newBuilder().setName(name).setOperator(operator).setCount(count))
        .build();
  }

  /** The event condition with a window. */
  public static Condition within(Duration window, Condition event) {
    EventCondition.Builder builder = event.getEvent().toBuilder();
    builder.getWindowBuilder().setSeconds(window.getSeconds()).setNanos(window.getNano());
    return Condition.newBuilder().setEvent(builder).build();
  }

  /** The event condition for events with such a property only. */
  public static Condition where(
      Condition event, String property, String operator, Value... operands) {
    return Condition.newBuilder()
        .setEvent(
            event.getEvent().toBuilder()
                .addWhere(
                    PropertyFilter.newBuilder()
                        .setName(property)
                        .setOperator(operator)
                        .addAllOperands(List.of(operands))))
        .build();
  }

  public static Value text(String text) {
    return Value.newBuilder().setText(text).build();
  }

  public static Value number(double number) {
    return Value.newBuilder().setNumber(number).build();
  }

  private static ConditionList list(Condition... conditions) {
    return ConditionList.newBuilder().addAllConditions(List.of(conditions)).build();
  }
}
