package io.tidings.segment.definition;

import io.tidings.segment.operator.Operator;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator with its operands. */
public record Comparison(Operator operator, List<FieldValue> operands) {

  public Comparison {
    operands = List.copyOf(operands);
  }

  public boolean matches(@Nullable FieldValue value) {
    return operator.matches(value, operands);
  }

  /** As in {@link Operator#predicate}, but never NULL. */
  public Sql predicate(String value) {
    return Sql.of("(").plus(operator.predicate(value, operands)).plus(") IS TRUE");
  }
}
