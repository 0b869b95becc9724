package io.tidings.segment.definition;

import static io.tidings.segment.value.FieldValueWire.name;

import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.PropertyFilter;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.segment.contact.ContactDigests;
import io.tidings.segment.operator.Operator;
import io.tidings.segment.operator.Operators;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one tree and gathers all that is wrong with it. */
final class ConditionWire {
  private static final int MOST_CONDITIONS = 100;
  private static final int DEEPEST = 10;
  private static final long LARGEST_COUNT = 1_000_000;
  private static final Duration SHORTEST_WINDOW = Duration.ofMillis(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(36_500);

  /** Stands where a condition cannot be read; what holds it is never used. */
  private static final Condition UNREADABLE = new Condition.All(List.of());

  private final Operators operators;
  private final ContactDigests contacts;
  private final boolean kept;
  private final List<FieldViolation> violations = new ArrayList<>();
  private int conditions;

  /**
   * @param kept whether it was read before, by an earlier version perhaps, which allowed more
   */
  ConditionWire(Operators operators, ContactDigests contacts, boolean kept) {
    this.operators = operators;
    this.contacts = contacts;
    this.kept = kept;
  }

  List<FieldViolation> violations() {
    return violations;
  }

  Condition read(String field, io.tidings.proto.segment.v1.Condition message) {
    return read(field, message, 1);
  }

  private Condition read(String field, io.tidings.proto.segment.v1.Condition message, int depth) {
    if (depth > DEEPEST) {
      return refuse(field, "conditions are nested deeper than %d; flatten them".formatted(DEEPEST));
    }
    if (++conditions == MOST_CONDITIONS + 1) {
      return refuse(field, "there are more than %d conditions".formatted(MOST_CONDITIONS));
    }
    return switch (message.getConditionCase()) {
      case ALL -> new Condition.All(list(field + ".all", message.getAll(), depth));
      case ANY -> new Condition.Any(list(field + ".any", message.getAny(), depth));
      case NONE -> new Condition.None(list(field + ".none", message.getNone(), depth));
      case ATTRIBUTE -> attribute(field + ".attribute", message.getAttribute());
      case EVENT -> event(field + ".event", message.getEvent());
      case CONDITION_NOT_SET ->
          refuse(field, "nothing is set; set one of all, any, none, attribute, event");
    };
  }

  private List<Condition> list(String field, ConditionList list, int depth) {
    if (list.getConditionsCount() == 0) {
      refuse(field + ".conditions", "there is no condition; give at least 1");
    }
    List<Condition> read = new ArrayList<>();
    for (int i = 0; i < list.getConditionsCount(); i++) {
      read.add(read("%s.conditions[%d]".formatted(field, i), list.getConditions(i), depth + 1));
    }
    return read;
  }

  private Condition attribute(String field, AttributeCondition message) {
    checkName(field, message.getName());
    Comparison comparison = comparison(field, message.getOperator(), message.getOperandsList());
    if (comparison == null) {
      return UNREADABLE;
    }
    String name = name(message.getName());
    if (!contacts.cover(name)) {
      return new Condition.Attribute(name, comparison);
    }
    if (!kept && !comparison.operator().comparesWhole()) {
      return refuse(
          field + ".operator",
          "operator '%s' cannot look into '%s', which lies encrypted; for it there are %s"
              .formatted(
                  comparison.operator().id(), name, String.join(", ", operators.idsOfWhole())));
    }
    return new Condition.Attribute(name, comparison.keeping(operand -> contacts.of(name, operand)));
  }

  private Condition event(String field, EventCondition message) {
    checkName(field, message.getName());
    Optional<CountComparison> comparison = CountComparison.find(message.getOperator());
    if (comparison.isEmpty()) {
      refuse(field + ".operator", unknown(message.getOperator(), CountComparison.ids()));
    }
    long count = message.getCount();
    if (count < 0 || count > LARGEST_COUNT) {
      refuse(field + ".count", "count %d is not from 0 to %d".formatted(count, LARGEST_COUNT));
    } else if (count == 0 && comparison.equals(Optional.of(CountComparison.FEWER_THAN))) {
      refuse(
          field + ".count", "nobody has fewer than 0 events; for users without any say exactly 0");
    }
    Duration window = message.hasWindow() ? window(field, message.getWindow()) : null;
    List<EventCount.PropertyFilter> where = new ArrayList<>();
    for (int i = 0; i < message.getWhereCount(); i++) {
      PropertyFilter filter = message.getWhere(i);
      String place = "%s.where[%d]".formatted(field, i);
      checkName(place, filter.getName());
      Comparison read = comparison(place, filter.getOperator(), filter.getOperandsList());
      if (read != null) {
        where.add(new EventCount.PropertyFilter(name(filter.getName()), read));
      }
    }
    return comparison
        .<Condition>map(found ->
            new Condition.Events(
                new EventCount(name(message.getName()), found, count, window, where)))
        .orElse(UNREADABLE);
  }

  private Duration window(String field, com.google.protobuf.Duration message) {
    Duration window = Duration.ofSeconds(message.getSeconds(), message.getNanos());
    if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
      refuse(
          field + ".window",
          "window %s is not from 1 millisecond to %d days"
              .formatted(window, LONGEST_WINDOW.toDays()));
      return LONGEST_WINDOW;
    }
    return Duration.ofMillis(window.toMillis());
  }

  private @Nullable Comparison comparison(String field, String operatorId, List<Value> messages) {
    Optional<Operator> operator = operators.find(operatorId);
    if (operator.isEmpty()) {
      refuse(field + ".operator", unknown(operatorId, operators.ids()));
      return null;
    }
    List<FieldValue> operands = new ArrayList<>();
    for (Value message : messages) {
      FieldValue operand = FieldValueWire.read(message);
      if (operand == null) {
        refuse(
            "%s.operands[%d]".formatted(field, operands.size()),
            "holds nothing, or a number that is not finite");
        return null;
      }
      operands.add(operand);
    }
    Optional<String> problem = operator.get().operands().problem(operatorId, operands);
    if (problem.isPresent()) {
      refuse(field + ".operands", problem.get());
      return null;
    }
    return new Comparison(operator.get(), operands);
  }

  private void checkName(String field, String name) {
    if (name.isEmpty() || name.length() > 255) {
      refuse(field + ".name", "the name has %d characters, not 1 to 255".formatted(name.length()));
    }
  }

  private static String unknown(String offered, List<String> allowed) {
    return "operator '%s' is not known; known are %s"
        .formatted(offered, String.join(", ", allowed));
  }

  private Condition refuse(String field, String description) {
    violations.add(new FieldViolation(field, description));
    return UNREADABLE;
  }
}
