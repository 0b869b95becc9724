package io.tidings.segment.definition;

import io.tidings.segment.operator.Operator;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operator with its operands.
 *
 * @param operands as they were given
 * @param kept what stands for them in the projection, which is what values are compared with
 */
public record Comparison(Operator operator, List<FieldValue> operands, List<FieldValue> kept) {

  public Comparison {
    operands = List.copyOf(operands);
    kept = List.copyOf(kept);
  }

  /** Of values that are kept as they are. */
  Comparison(Operator operator, List<FieldValue> operands) {
    this(operator, operands, operands);
  }

  /** Of values for which something else stands. */
  Comparison keeping(UnaryOperator<FieldValue> form) {
    return new Comparison(operator, operands, operands.stream().map(form).toList());
  }

  public boolean matches(@Nullable FieldValue value) {
    return operator.matches(value, kept);
  }

  /** As in {@link Operator#predicate}, but never NULL. */
  public Sql predicate(String value) {
    return Sql.of("(").plus(operator.predicate(value, kept)).plus(") IS TRUE");
  }
}
