package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operators that compare the order of date-times have in common. */
abstract sealed class OrderOfMoments implements Operator permits Before, After {

  /** How SQL writes it. */
  abstract String sign();

  abstract boolean holds(long value, long operand);

  @Override
  public final Operands operands() {
    return Operands.one("date-time");
  }

  @Override
  public final boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return value instanceof FieldValue.Moment(var moment)
        && operands.getFirst() instanceof FieldValue.Moment(var operand)
        && holds(moment, operand);
  }

  @Override
  public final Sql predicate(String value, List<FieldValue> operands) {
    String millis = "(%s -> '%s')".formatted(value, FieldValueJson.MOMENT);
    return Sql.of(
        "%s %s (?::jsonb -> '%s')".formatted(millis, sign(), FieldValueJson.MOMENT),
        FieldValueJson.write(operands.getFirst()));
  }
}
