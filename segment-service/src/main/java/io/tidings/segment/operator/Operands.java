package io.tidings.segment.operator;

import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many operands an operator takes, and of which types.
 *
 * @param types what {@link FieldValue#type()} of an operand may be; empty where there are none
 */
public record Operands(int min, int max, Set<String> types) {
  private static final int LONGEST_LIST = 1000;

  public Operands {
    types = Set.copyOf(types);
  }

  static Operands none() {
    return new Operands(0, 0, Set.of());
  }

  static Operands one(String... types) {
    return new Operands(1, 1, Set.of(types));
  }

  static Operands several(String... types) {
    return new Operands(1, LONGEST_LIST, Set.of(types));
  }

  /** Text, number, boolean or date-time: what can be compared as a whole. */
  static String[] scalars() {
    return new String[] {"text", "number", "boolean", "date-time"};
  }

  /** What is wrong with these operands of the operator; empty when nothing is. */
  public Optional<String> problem(String operator, List<FieldValue> offered) {
    if (offered.size() < min || offered.size() > max) {
      return Optional.of(
          "operator '%s' takes %s, but %d came".formatted(operator, count(), offered.size()));
    }
    for (int i = 0; i < offered.size(); i++) {
      if (!types.contains(offered.get(i).type())) {
        return Optional.of(
            "operand %d of '%s' is %s, but must be of type %s"
                .formatted(i + 1, operator, offered.get(i), allowed()));
      }
    }
    return Optional.empty();
  }

  private String count() {
    if (max == 0) {
      return "no operand";
    }
    return min == max ? min + " operand of type " + allowed() : min + " to " + max + " operands";
  }

  private String allowed() {
    return String.join(" or ", types.stream().sorted().toList());
  }
}
