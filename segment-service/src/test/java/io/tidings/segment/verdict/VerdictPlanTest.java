package io.tidings.segment.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.definition.Condition;
import io.tidings.segment.definition.CountComparison;
import io.tidings.segment.definition.Definition;
import io.tidings.segment.definition.EventCount;
import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictPlanTest {
  private static final int KNOWN = 1;
  private static final int NEW = 2;

  private final SegmentServiceFixture service = SegmentServiceFixture.running();
  private final Database database = service.get(Database.class);
  private final Definition definition =
      Definition.of(
          new Condition.Events(
              new EventCount("Seen", CountComparison.AT_LEAST, 2, null, List.of())));

  /**
   * That would be four million comparisons here, and a hundred times that with ten times as many.
   */
  @Test
  void looksNotThroughAllCountsForEachProfileOfAWorkspaceThatStatisticsDoNotKnow() {
    fill(SegmentServiceFixture.workspace(), KNOWN);
    database.inTransaction(() -> database.execute(Sql.of("ANALYZE profile, event")));
    String fresh = SegmentServiceFixture.workspace();
    fill(fresh, NEW);

    Sql plan =
        Sql.of("EXPLAIN ")
            .plus(
                VerdictQuery.of(
                    fresh, definition, _ -> NEW, service.clock().millis(), ProfileRange.EVERYONE));

    assertThat(database.sweep(() -> database.list(plan, row -> row.getString(1))))
        .anyMatch(line -> line.contains(" Join"))
        .noneMatch(line -> line.contains("Nested Loop"));
  }

  private void fill(String workspace, int eventId) {
    database.inTransaction(() -> {
      database.update(
          Sql.of(
              """
              INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps)
              SELECT ?, gen_random_uuid(), 1, '{}', '{}' FROM generate_series(1, 2000)
              """,
              workspace));
      database.update(
          Sql.of(
              """
              INSERT INTO event
                     (workspace_id, event_id, profile_id, occurred_millis, message_key, properties)
              SELECT workspace_id, ?, profile_id, 1, profile_id, '{}'
                FROM profile WHERE workspace_id = ?
              """,
              eventId,
              workspace));
    });
  }
}
