package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operators that compare the size of numbers have in common. */
abstract sealed class OrderOfNumbers implements Operator
    permits GreaterThan, AtLeast, LessThan, AtMost {

  /** How SQL writes it. */
  abstract String sign();

  abstract boolean holds(double value, double operand);

  @Override
  public final Operands operands() {
    return Operands.one("number");
  }

  @Override
  public final boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return value instanceof FieldValue.Number(var number)
        && operands.getFirst() instanceof FieldValue.Number(var operand)
        && holds(number, operand);
  }

  // Compared as jsonb: that never fails on a value of another type, as a cast would.
  @Override
  public final Sql predicate(String value, List<FieldValue> operands) {
    return Sql.of(
        "(jsonb_typeof(%s) = 'number' AND %s %s ?::jsonb)".formatted(value, value, sign()),
        FieldValueJson.write(operands.getFirst()));
  }
}
