package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value is not the operand: what {@code equals} is not, so nothing set matches too. */
@Singleton
final class NotEquals implements Operator {
  @Override
  public String id() {
    return "not_equals";
  }

  @Override
  public Operands operands() {
    return Operands.one(Operands.scalars());
  }

  @Override
  public boolean comparesWhole() {
    return true;
  }

  @Override
  public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return !operands.getFirst().equals(value);
  }

  @Override
  public Sql predicate(String value, List<FieldValue> operands) {
    return Sql.of(
        "%s IS DISTINCT FROM ?::jsonb".formatted(value), FieldValueJson.write(operands.getFirst()));
  }
}
