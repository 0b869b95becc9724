package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value is one of the operands, each compared as {@code equals} does. */
@Singleton
final class OneOf implements Operator {
  @Override
  public String id() {
    return "one_of";
  }

  @Override
  public Operands operands() {
    return Operands.several(Operands.scalars());
  }

  @Override
  public boolean comparesWhole() {
    return true;
  }

  @Override
  public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return value != null && operands.contains(value);
  }

  @Override
  public Sql predicate(String value, List<FieldValue> operands) {
    return Sql.of(
        "%s = ANY (?::jsonb[])".formatted(value),
        (Object) operands.stream().map(FieldValueJson::write).toArray(String[]::new));
  }
}
