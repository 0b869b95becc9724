package io.tidings.segment.definition;

import static io.tidings.segment.testing.Conditions.all;
import static io.tidings.segment.testing.Conditions.any;
import static io.tidings.segment.testing.Conditions.attribute;
import static io.tidings.segment.testing.Conditions.event;
import static io.tidings.segment.testing.Conditions.none;
import static io.tidings.segment.testing.Conditions.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.proto.segment.v1.Condition;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionTest {
  private static final Condition BOUGHT = event("Bought", "at_least", 2);
  private static final Condition SEEN_ONCE = event("Seen", "exactly", 1);
  private static final Condition SEEN_LITTLE = event("Seen", "at_most", 3);
  private static final Condition PRO = attribute("plan", "equals", text("pro"));

  private final DefinitionWire definitions =
      SegmentServiceFixture.running().get(DefinitionWire.class);

  static Stream<Condition> keeping() {
    return Stream.of(
        BOUGHT,
        PRO,
        all(PRO, BOUGHT),
        any(BOUGHT, event("Seen", "more_than", 1)),
        none(SEEN_LITTLE),
        none(none(BOUGHT), SEEN_LITTLE));
  }

  @ParameterizedTest
  @MethodSource("keeping")
  void keepsItsMembersWhateverEventsCome(Condition condition) {
    assertThat(definitions.read("definition", condition).keepsMembers()).isTrue();
  }

  static Stream<Condition> losing() {
    return Stream.of(
        SEEN_ONCE,
        SEEN_LITTLE,
        event("Seen", "fewer_than", 1),
        none(BOUGHT),
        none(SEEN_ONCE),
        all(BOUGHT, any(PRO, SEEN_LITTLE)),
        none(none(SEEN_LITTLE)));
  }

  @ParameterizedTest
  @MethodSource("losing")
  void mayLoseMembersByEvents(Condition condition) {
    assertThat(definitions.read("definition", condition).keepsMembers()).isFalse();
  }
}
