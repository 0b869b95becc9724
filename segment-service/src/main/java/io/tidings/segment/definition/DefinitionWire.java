package io.tidings.segment.definition;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.PropertyFilter;
import io.tidings.proto.value.v1.Value;
import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import io.tidings.segment.contact.ContactDigests;
import io.tidings.segment.operator.Operators;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueWire;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Definitions as they travel and as they are kept; whatever is read is checked wholly. */
@Singleton
public final class DefinitionWire {
  private final Operators operators;
  private final ContactDigests contacts;

  public DefinitionWire(Operators operators, ContactDigests contacts) {
    this.operators = operators;
    this.contacts = contacts;
  }

  /**
   * @param field where the condition stands in the request, for the error
   * @throws InvalidInputException naming everything that is wrong with it
   */
  public Definition read(String field, io.tidings.proto.segment.v1.Condition message) {
    return read(new ConditionWire(operators, contacts, false), field, message);
  }

  private static Definition read(
      ConditionWire reader, String field, io.tidings.proto.segment.v1.Condition message) {
    Condition root = reader.read(field, message);
    List<FieldViolation> violations = reader.violations();
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
    return Definition.of(root);
  }

  /** What {@link #bytes} wrote. */
  public Definition read(byte[] bytes) {
    try {
      return read(
          new ConditionWire(operators, contacts, true),
          "definition",
          io.tidings.proto.segment.v1.Condition.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a kept definition is not readable", e);
    }
  }

  public byte[] bytes(Definition definition) {
    return write(definition.root()).toByteArray();
  }

  public io.tidings.proto.segment.v1.Condition write(Definition definition) {
    return write(definition.root());
  }

  private io.tidings.proto.segment.v1.Condition write(Condition condition) {
    var message = io.tidings.proto.segment.v1.Condition.newBuilder();
    switch (condition) {
      case Condition.All(var conditions) -> message.setAll(list(conditions));
      case Condition.Any(var conditions) -> message.setAny(list(conditions));
      case Condition.None(var conditions) -> message.setNone(list(conditions));
      case Condition.Attribute(var name, var comparison) ->
          message.setAttribute(
              AttributeCondition.newBuilder()
                  .setName(name)
                  .setOperator(comparison.operator().id())
                  .addAllOperands(values(comparison.operands())));
      case Condition.Events(var count) -> message.setEvent(event(count));
    }
    return message.build();
  }

  private ConditionList list(List<Condition> conditions) {
    return ConditionList.newBuilder()
        .addAllConditions(conditions.stream().map(this::write).toList())
        .build();
  }

  private static EventCondition event(EventCount count) {
    EventCondition.Builder message =
        EventCondition.newBuilder()
            .setName(count.event())
            .setOperator(count.comparison().id())
            .setCount(count.count());
    Duration window = count.window();
    if (window != null) {
      message.setWindow(
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(window.getSeconds())
              .setNanos(window.getNano()));
    }
    for (EventCount.PropertyFilter filter : count.where()) {
      message.addWhere(
          PropertyFilter.newBuilder()
              .setName(filter.property())
              .setOperator(filter.comparison().operator().id())
              .addAllOperands(values(filter.comparison().operands())));
    }
    return message.build();
  }

  private static List<Value> values(List<FieldValue> operands) {
    List<Value> values = new ArrayList<>();
    operands.forEach(operand -> values.add(FieldValueWire.write(operand)));
    return values;
  }
}
