package io.tidings.segment.verdict;

import io.tidings.segment.definition.EventCount;
import io.tidings.segment.sql.Column;
import io.tidings.segment.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tallies of some profiles for some counts, in one read whose cost does not grow with the
 * length of their histories: of each only as many events are looked at as decide.
 */
public final class TallyQuery {
  private final long nowMillis;
  private final List<Wanted> wanted;

  /**
   * One tally.
   *
   * @param eventId under which the events of the count's name are kept; of one workspace
   */
  public record Wanted(UUID profileId, int eventId, EventCount count) {}

  private TallyQuery(List<Wanted> wanted, long nowMillis) {
    this.wanted = wanted;
    this.nowMillis = nowMillis;
  }

  /**
   * A SELECT of {@code position} in the list, {@code count} and {@code oldest}.
   *
   * @param wanted at least one
   */
  public static Sql of(List<Wanted> wanted, long nowMillis) {
    return new TallyQuery(wanted, nowMillis).build();
  }

  // What has no property filters is read alike, however many counts; each different filter needs a
  // branch of its own.
  private Sql build() {
    var byFilter =
        IntStream.range(0, wanted.size())
            .boxed()
            .collect(Collectors.groupingBy(i -> wanted.get(i).count().where()));
    List<Sql> branches = new ArrayList<>();
    byFilter.forEach((filters, positions) -> branches.add(branch(filters, positions)));
    return Sql.join(" UNION ALL ", branches);
  }

  private Sql branch(List<EventCount.PropertyFilter> filters, List<Integer> positions) {
    FieldColumns properties = new FieldColumns("v.properties", "f");
    Sql filter = Sql.NOTHING;
    for (EventCount.PropertyFilter each : filters) {
      filter =
          filter.plus(" AND ").plus(each.comparison().predicate(properties.of(each.property())));
    }
    List<Wanted> asked = positions.stream().map(wanted::get).toList();
    return Sql.of(
            """
            SELECT q.position, t.count, t.oldest
              FROM unnest(?::int[], ?::int[], ?::uuid[], ?::bigint[], ?::bigint[])
                     AS q (position, event_id, profile_id, since, deciding)
             CROSS JOIN LATERAL (
               SELECT count(*) AS count, min(newest.occurred_millis) AS oldest
                 FROM (SELECT v.occurred_millis
                         FROM event v\
            """,
            positions.toArray(Integer[]::new),
            Column.integers(asked, Wanted::eventId),
            Column.ids(asked, Wanted::profileId),
            Column.longs(asked, each -> each.count().since(nowMillis)),
            Column.longs(asked, each -> each.count().deciding()))
        .plus(properties.join())
        .plus(
            """

                        WHERE v.event_id = q.event_id
                          AND v.profile_id = q.profile_id
                          AND v.occurred_millis >= q.since\
            """)
        .plus(filter)
        .plus(
            """

                        ORDER BY v.occurred_millis DESC
                        LIMIT q.deciding) newest) t
            """);
  }
}
