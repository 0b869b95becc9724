package io.tidings.segment.operator;

import io.tidings.segment.sql.Sql;
import io.tidings.segment.value.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares one attribute or property with its operands: in memory for one profile, and as SQL for
 * all of them. Both give the same answer to the same value, and the operands that either sees have
 * passed {@link #operands()}.
 */
public interface Operator {

  /** What a definition calls it: lower case, words joined by underscores. */
  String id();

  /** Which operands it takes. */
  Operands operands();

  /**
   * Whether all it asks of a value is if it is there and equal to an operand: what a digest of the
   * value answers as well.
   */
  default boolean comparesWhole() {
    return false;
  }

  /**
   * Whether the value compares so; a value of a type that it cannot compare does not.
   *
   * @param value null where nothing is set
   */
  boolean matches(@Nullable FieldValue value, List<FieldValue> operands);

  /**
   * The same as SQL.
   *
   * @param value an expression of type jsonb as FieldValueJson writes it, NULL where nothing is
   *     set; may be repeated
   * @return a boolean expression, in which NULL stands for false
   */
  Sql predicate(String value, List<FieldValue> operands);
}
