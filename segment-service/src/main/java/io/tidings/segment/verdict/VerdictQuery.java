package io.tidings.segment.verdict;

import io.tidings.segment.definition.Condition;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.definition.EventCount;
import io.tidings.segment.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A definition as one query over the projection: every event is read once, whatever the number of
 * counts, and each condition is computed once a profile.
 */
public final class VerdictQuery {
  private final String workspaceId;
  private final Definition definition;
  private final ToIntFunction<String> eventIds;
  private final long nowMillis;
  private final ProfileRange range;
  private final FieldColumns attributes = new FieldColumns("p.attributes", "a");
  private final List<Sql> columns = new ArrayList<>();

  private VerdictQuery(
      String workspaceId,
      Definition definition,
      ToIntFunction<String> eventIds,
      long nowMillis,
      ProfileRange range) {
    this.workspaceId = workspaceId;
    this.definition = definition;
    this.eventIds = eventIds;
    this.nowMillis = nowMillis;
    this.range = range;
  }

  /**
   * A SELECT of {@code profile_id}, {@code member}, and {@code due}: epoch milliseconds, null for
   * never, as {@link Verdict#changesAt()} but sometimes earlier.
   *
   * @param eventIds under which id the events of a name are kept
   * @param range which profiles are asked for
   */
  public static Sql of(
      String workspaceId,
      Definition definition,
      ToIntFunction<String> eventIds,
      long nowMillis,
      ProfileRange range) {
    return new VerdictQuery(workspaceId, definition, eventIds, nowMillis, range).build();
  }

  private Sql build() {
    Term root = term(definition.root());
    // OFFSET 0 keeps the planner from computing the conditions anew for each time they are named.
    return Sql.of(
            "SELECT profile_id, %s AS member, nullif(%s, %s) AS due FROM (SELECT p.profile_id, "
                .formatted(root.member(), root.due(), Term.NEVER))
        .plus(Sql.join(", ", columns))
        .plus(" FROM profile p")
        .plus(attributes.join())
        .plus(
            definition.counts().isEmpty()
                ? Sql.NOTHING
                : Sql.of(" LEFT JOIN (").plus(tallies()).plus(") e ON e.profile_id = p.profile_id"))
        .plus(" WHERE p.workspace_id = ? AND p.version > 0", workspaceId)
        .plus(range.condition("p.profile_id"))
        .plus(" OFFSET 0) condition");
  }

  private Term term(Condition condition) {
    return switch (condition) {
      case Condition.All(var conditions) -> Term.all(terms(conditions));
      case Condition.Any(var conditions) -> Term.any(terms(conditions));
      case Condition.None(var conditions) -> Term.none(terms(conditions));
      case Condition.Attribute(var name, var comparison) ->
          Term.constant(column(comparison.predicate(attributes.of(name))));
      case Condition.Events(var count) -> term(count);
    };
  }

  private List<Term> terms(List<Condition> conditions) {
    return conditions.stream().map(this::term).toList();
  }

  private Term term(EventCount count) {
    int position = definition.counts().indexOf(count);
    String events = "coalesce(e.count%d, 0)".formatted(position);
    String member =
        column(Sql.of("%s BETWEEN %d AND %d".formatted(events, count.least(), count.most())));
    Duration window = count.window();
    if (window == null) {
      return Term.constant(member);
    }
    String falls =
        count.least() > 0
            ? "%s >= %d".formatted(events, count.least())
            : "%s > %d".formatted(events, count.most());
    String due =
        column(
            Sql.of(
                "CASE WHEN %s THEN e.oldest%d + %d ELSE %s END"
                    .formatted(falls, position, window.toMillis() + 1, Term.NEVER)));
    return new Term(member, due);
  }

  private String column(Sql expression) {
    String name = "c" + columns.size();
    columns.add(expression.plus(" AS " + name));
    return name;
  }

  /** All counts of all profiles, in one pass over the events, whose ids are of one workspace. */
  private Sql tallies() {
    FieldColumns properties = new FieldColumns("v.properties", "f");
    List<EventCount> counts = definition.counts();
    List<Sql> conditions = counts.stream().map(count -> counted(count, properties)).toList();
    List<Sql> tallies = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      // A single count needs no filter: only its events are read.
      Sql filter =
          counts.size() == 1
              ? Sql.NOTHING
              : Sql.of(" FILTER (WHERE ").plus(conditions.get(i)).plus(")");
      tallies.add(Sql.of("count(*)").plus(filter).plus(" AS count" + i));
      if (counts.get(i).window() != null) {
        tallies.add(Sql.of("min(v.occurred_millis)").plus(filter).plus(" AS oldest" + i));
      }
    }
    return Sql.of("SELECT v.profile_id, ")
        .plus(Sql.join(", ", tallies))
        .plus(" FROM event v")
        .plus(properties.join())
        .plus(" WHERE (")
        .plus(Sql.join(" OR ", conditions))
        .plus(")")
        .plus(range.condition("v.profile_id"))
        .plus(" GROUP BY v.profile_id");
  }

  private Sql counted(EventCount count, FieldColumns properties) {
    Sql condition = Sql.of("v.event_id = " + eventIds.applyAsInt(count.event()));
    if (count.window() != null) {
      condition = condition.plus(" AND v.occurred_millis >= " + count.since(nowMillis));
    }
    for (EventCount.PropertyFilter filter : count.where()) {
      condition =
          condition
              .plus(" AND ")
              .plus(filter.comparison().predicate(properties.of(filter.property())));
    }
    return Sql.of("(").plus(condition).plus(")");
  }
}
