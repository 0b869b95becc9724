package io.tidings.segment.definition;

import static io.tidings.segment.testing.Conditions.all;
import static io.tidings.segment.testing.Conditions.attribute;
import static io.tidings.segment.testing.Conditions.event;
import static io.tidings.segment.testing.Conditions.number;
import static io.tidings.segment.testing.Conditions.text;
import static io.tidings.segment.testing.Conditions.where;
import static io.tidings.segment.testing.Conditions.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionWireTest {
  private final DefinitionWire definitions =
      SegmentServiceFixture.running().get(DefinitionWire.class);

  @Test
  void readsWhatItWrites() {
    var message =
        all(
            attribute("plan", "one_of", text("pro"), number(3)),
            within(
                Duration.ofDays(30),
                where(event("Bought", "at_least", 2), "amount", "greater_than", number(5))));
    Definition definition = definitions.read("definition", message);
    assertThat(definitions.write(definition)).isEqualTo(message);
    assertThat(definitions.read(definitions.bytes(definition))).isEqualTo(definition);
    assertThat(definition.attributes()).containsExactly("plan");
    assertThat(definition.events()).containsOnlyKeys("Bought");
    assertThat(definition.events().get("Bought")).containsExactly("amount");
  }

  @Test
  void readsWhatAnEarlierVersionAllowed() {
    var message = attribute("email", "contains", text("@customer.example"));
    assertThat(definitions.write(definitions.read(message.toByteArray()))).isEqualTo(message);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            attribute("plan", "resembles", text("pro")),
            "definition.attribute.operator",
            "operator 'resembles' is not known; known are after, at_least, at_most, before,"
                + " contains, equals, greater_than, is_not_set, is_set, less_than, not_equals,"
                + " one_of, starts_with"),
        Arguments.of(
            event("Bought", "equals", 2),
            "definition.event.operator",
            "operator 'equals' is not known; known are at_least, at_most, exactly, fewer_than,"
                + " more_than"),
        Arguments.of(
            attribute("usage", "greater_than"),
            "definition.attribute.operands",
            "operator 'greater_than' takes 1 operand of type number, but 0 came"),
        Arguments.of(
            attribute("usage", "greater_than", text("100")),
            "definition.attribute.operands",
            "operand 1 of 'greater_than' is text '100', but must be of type number"),
        Arguments.of(
            attribute("usage", "equals", number(Double.NaN)),
            "definition.attribute.operands[0]",
            "holds nothing, or a number that is not finite"),
        Arguments.of(
            attribute("", "is_set"),
            "definition.attribute.name",
            "the name has 0 characters, not 1 to 255"),
        Arguments.of(
            event("Bought", "at_least", -1),
            "definition.event.count",
            "count -1 is not from 0 to 1000000"),
        Arguments.of(
            event("Bought", "fewer_than", 0),
            "definition.event.count",
            "nobody has fewer than 0 events; for users without any say exactly 0"),
        Arguments.of(
            within(Duration.ofNanos(10), event("Bought", "at_least", 1)),
            "definition.event.window",
            "window PT0.00000001S is not from 1 millisecond to 36500 days"),
        Arguments.of(
            within(Duration.ofDays(40_000), event("Bought", "at_least", 1)),
            "definition.event.window",
            "window PT960000H is not from 1 millisecond to 36500 days"),
        Arguments.of(
            where(event("Bought", "at_least", 1), "amount", "is_set", number(1)),
            "definition.event.where[0].operands",
            "operator 'is_set' takes no operand, but 1 came"),
        Arguments.of(all(), "definition.all.conditions", "there is no condition; give at least 1"),
        Arguments.of(
            all(io.tidings.proto.segment.v1.Condition.getDefaultInstance()),
            "definition.all.conditions[0]",
            "nothing is set; set one of all, any, none, attribute, event"),
        Arguments.of(
            nested(10),
            "definition" + ".all.conditions[0]".repeat(10),
            "conditions are nested deeper than 10; flatten them"),
        Arguments.of(
            io.tidings.proto.segment.v1.Condition.newBuilder()
                .setAll(
                    ConditionList.newBuilder()
                        .addAllConditions(Collections.nCopies(100, attribute("plan", "is_set"))))
                .build(),
            "definition.all.conditions[99]",
            "there are more than 100 conditions"));
  }

  private static io.tidings.proto.segment.v1.Condition nested(int times) {
    var condition = attribute("plan", "is_set");
    for (int i = 0; i < times; i++) {
      condition = all(condition);
    }
    return condition;
  }

  @ParameterizedTest
  @MethodSource("broken")
  void saysWhatIsWrong(
      io.tidings.proto.segment.v1.Condition message, String field, String description) {
    assertThatThrownBy(() -> definitions.read("definition", message))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            invalid ->
                assertThat(invalid.violations())
                    .containsExactly(new FieldViolation(field, description)));
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThatThrownBy(() ->
            definitions.read(
                "definition", all(attribute("plan", "resembles"), event("Bought", "often", 2))))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            invalid ->
                assertThat(invalid.violations())
                    .extracting(FieldViolation::field)
                    .containsExactly(
                        "definition.all.conditions[0].attribute.operator",
                        "definition.all.conditions[1].event.operator"));
  }
}
