package io.tidings.segment.verdict;

import io.tidings.segment.definition.Condition;
import io.tidings.segment.definition.EventCount;
import io.tidings.segment.value.FieldValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides conditions for one profile, in memory.
 *
 * @param attributes of the profile, by canonical name
 * @param tallies what the profile has for each count that the conditions name
 */
public record Decision(Map<String, FieldValue> attributes, Function<EventCount, Tally> tallies) {

  public Verdict on(Condition condition) {
    return switch (condition) {
      case Condition.All(var conditions) -> all(each(conditions));
      case Condition.Any(var conditions) -> any(each(conditions));
      case Condition.None(var conditions) -> {
        Verdict any = any(each(conditions));
        yield new Verdict(!any.member(), any.changesAt());
      }
      case Condition.Attribute(var name, var comparison) ->
          new Verdict(comparison.matches(attributes.get(name)), Verdict.NEVER);
      case Condition.Events(var count) -> {
        Tally tally = tallies.apply(count);
        yield new Verdict(tally.satisfies(count), tally.changesAt(count));
      }
    };
  }

  private List<Verdict> each(List<Condition> conditions) {
    return conditions.stream().map(this::on).toList();
  }

  // True until the first one turns; false until every one that is false has turned.
  private static Verdict all(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(Verdict::member)
        ? new Verdict(true, earliest(verdicts))
        : new Verdict(false, latest(verdicts, verdict -> !verdict.member()));
  }

  private static Verdict any(List<Verdict> verdicts) {
    return verdicts.stream().noneMatch(Verdict::member)
        ? new Verdict(false, earliest(verdicts))
        : new Verdict(true, latest(verdicts, Verdict::member));
  }

  private static long earliest(List<Verdict> verdicts) {
    return verdicts.stream().mapToLong(Verdict::changesAt).min().orElse(Verdict.NEVER);
  }

  private static long latest(List<Verdict> verdicts, Predicate<Verdict> which) {
    return verdicts.stream()
        .filter(which)
        .mapToLong(Verdict::changesAt)
        .max()
        .orElse(Verdict.NEVER);
  }
}
