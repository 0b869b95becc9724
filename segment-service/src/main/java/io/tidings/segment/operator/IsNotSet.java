package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no value. */
@Singleton
final class IsNotSet implements Operator {
  @Override
  public String id() {
    return "is_not_set";
  }

  @Override
  public Operands operands() {
    return Operands.none();
  }

  @Override
  public boolean comparesWhole() {
    return true;
  }

  @Override
  public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    return value == null;
  }

  @Override
  public Sql predicate(String value, List<FieldValue> operands) {
    return Sql.of(value + " IS NULL");
  }
}
