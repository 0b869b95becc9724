package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value is text in which the operand occurs, or a list in which it is an item. */
@Singleton
final class Contains implements Operator {
  @Override
  public String id() {
    return "contains";
  }

  @Override
  public Operands operands() {
    return Operands.one(Operands.scalars());
  }

  @Override
  public boolean matches(@Nullable FieldValue value, List<FieldValue> operands) {
    FieldValue operand = operands.getFirst();
    return switch (value) {
      case FieldValue.Text(var text) ->
          operand instanceof FieldValue.Text(var part) && text.contains(part);
      case FieldValue.Items(var items) -> items.contains(operand);
      case null, default -> false;
    };
  }

  @Override
  public Sql predicate(String value, List<FieldValue> operands) {
    FieldValue operand = operands.getFirst();
    Sql inList =
        Sql.of(
            "jsonb_typeof(%s) = 'array' AND %s @> ?::jsonb".formatted(value, value),
            FieldValueJson.write(new FieldValue.Items(List.of(operand))));
    Sql inText =
        operand instanceof FieldValue.Text(var part)
            ? Sql.of(
                "jsonb_typeof(%s) = 'string' AND strpos(%s #>> '{}', ?) > 0"
                    .formatted(value, value),
                part)
            : Sql.of("false");
    return Sql.of("(").plus(inText).plus(" OR ").plus(inList).plus(")");
  }
}
