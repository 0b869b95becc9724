package io.tidings.segment.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.definition.Condition;
import io.tidings.segment.definition.CountComparison;
import io.tidings.segment.definition.EventCount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Time is short here: events and windows are some milliseconds apart. */
class DecisionPropertyTest {
  private static final long END = 60;

  @Provide
  Arbitrary<Condition> conditions() {
    Arbitrary<Condition> counts =
        Combinators.combine(
                Arbitraries.of("a", "b"),
                Arbitraries.of(CountComparison.class),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(0, 12))
            .as((name, comparison, count, window) ->
                new Condition.Events(
                    new EventCount(
                        name,
                        comparison,
                        count,
                        window == 0 ? null : Duration.ofMillis(window),
                        List.of())));
    return Arbitraries.recursive(() -> counts, DecisionPropertyTest::nested, 0, 3);
  }

  private static Arbitrary<Condition> nested(Arbitrary<Condition> conditions) {
    Arbitrary<List<Condition>> some = conditions.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        some.map(Condition.All::new), some.map(Condition.Any::new), some.map(Condition.None::new));
  }

  @Provide
  Arbitrary<List<Long>> moments() {
    return Arbitraries.longs().between(0, 20).list().ofMaxSize(6);
  }

  @Property(tries = 2000)
  void doesNotChangeBeforeTheMomentThatItNames(
      @ForAll("conditions") Condition condition,
      @ForAll("moments") List<Long> a,
      @ForAll("moments") List<Long> b) {
    Verdict first = verdict(condition, a, b, 20);
    for (long now = 21; now < Math.min(first.changesAt(), END); now++) {
      assertThat(verdict(condition, a, b, now).member()).as("at %d", now).isEqualTo(first.member());
    }
  }

  @Property(tries = 2000)
  void namesALaterMomentOnceTheOneThatItNamedHasCome(
      @ForAll("conditions") Condition condition,
      @ForAll("moments") List<Long> a,
      @ForAll("moments") List<Long> b) {
    Verdict verdict = verdict(condition, a, b, 20);
    for (int step = 0; verdict.changesAt() != Verdict.NEVER; step++) {
      assertThat(step).isLessThan(100);
      long now = verdict.changesAt();
      verdict = verdict(condition, a, b, now);
      assertThat(verdict.changesAt()).isGreaterThan(now);
    }
  }

  @Property
  void saysTheSameWithOnlyTheEventsThatDecide(
      @ForAll("conditions") Condition condition,
      @ForAll("moments") List<Long> a,
      @ForAll("moments") List<Long> b) {
    Verdict all = new Decision(Map.of(), tallies(a, b, 20, Integer.MAX_VALUE)).on(condition);
    Verdict deciding = verdict(condition, a, b, 20);
    assertThat(deciding.member()).isEqualTo(all.member());
    assertThat(deciding.changesAt()).isGreaterThanOrEqualTo(all.changesAt());
  }

  private static Verdict verdict(Condition condition, List<Long> a, List<Long> b, long now) {
    return new Decision(Map.of(), tallies(a, b, now, 0)).on(condition);
  }

  /**
   * @param atLeast how many events are tallied, or as many as decide where these are more
   */
  private static Function<EventCount, Tally> tallies(
      List<Long> a, List<Long> b, long now, int atLeast) {
    return count -> {
      List<Long> newest =
          (count.event().equals("a") ? a : b)
              .stream()
                  .filter(moment -> moment >= count.since(now))
                  .sorted((one, other) -> Long.compare(other, one))
                  .limit(Math.max(atLeast, count.deciding()))
                  .toList();
      return newest.isEmpty() ? Tally.NONE : new Tally(newest.size(), newest.getLast());
    };
  }
}
