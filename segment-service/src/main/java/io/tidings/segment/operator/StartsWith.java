package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value is text that begins with the operand, case and all. */
@Singleton
final class StartsWith implements Operator {
  @Override
  public String id() {
    return "starts_with";
  }

  @Override
  public Operands operands() {
    return Operands.one("text");
  }

  @Override
  public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return value instanceof FieldValue.Text(var text)
        && operands.getFirst() instanceof FieldValue.Text(var beginning)
        && text.startsWith(beginning);
  }

  @Override
  public Sql predicate(String value, List<FieldValue> operands) {
    return operands.getFirst() instanceof FieldValue.Text(var beginning)
        ? Sql.of(
            "(jsonb_typeof(%s) = 'string' AND starts_with(%s #>> '{}', ?))".formatted(value, value),
            beginning)
        : Sql.of("false");
  }
}
