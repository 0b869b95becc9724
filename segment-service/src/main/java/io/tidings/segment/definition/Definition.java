package io.tidings.segment.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tree of conditions with all that it depends on.
 *
 * @param attributes names of the attributes that it compares
 * @param events names of the events that it counts, each with the properties that it compares
 * @param counts each different count once
 * @param keepsMembers whether nobody for whom it holds ceases to be meant by further events
 */
public record Definition(
    Condition root,
    Set<String> attributes,
    Map<String, Set<String>> events,
    List<EventCount> counts,
    boolean keepsMembers) {

  public static Definition of(Condition root) {
    Set<String> attributes = new HashSet<>();
    Map<String, Set<String>> events = new HashMap<>();
    Set<EventCount> counts = new LinkedHashSet<>();
    List<Condition> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Condition.All(var conditions) -> open.addAll(conditions);
        case Condition.Any(var conditions) -> open.addAll(conditions);
        case Condition.None(var conditions) -> open.addAll(conditions);
        case Condition.Attribute(var name, _) -> attributes.add(name);
        case Condition.Events(var count) -> {
          counts.add(count);
          Set<String> properties = events.computeIfAbsent(count.event(), _ -> new HashSet<>());
          count.where().forEach(filter -> properties.add(filter.property()));
        }
      }
    }
    return new Definition(
        root,
        Collections.unmodifiableSet(attributes),
        Collections.unmodifiableMap(events),
        List.copyOf(counts),
        onlyTurns(true, root));
  }

  /** Whether further events turn a condition, if at all, into this answer and never back. */
  private static boolean onlyTurns(boolean into, Condition condition) {
    return switch (condition) {
      case Condition.All(var conditions) ->
          conditions.stream().allMatch(each -> onlyTurns(into, each));
      case Condition.Any(var conditions) ->
          conditions.stream().allMatch(each -> onlyTurns(into, each));
      case Condition.None(var conditions) ->
          conditions.stream().allMatch(each -> onlyTurns(!into, each));
      case Condition.Attribute _ -> true;
      case Condition.Events(var count) ->
          into ? count.most() == Long.MAX_VALUE : count.least() == 0;
    };
  }
}
