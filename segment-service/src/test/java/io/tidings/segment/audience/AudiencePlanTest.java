package io.tidings.segment.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AudiencePlanTest {
  private static final int PAGE = 1000;

  private final SegmentServiceFixture service = SegmentServiceFixture.running();
  private final Database database = service.get(Database.class);

  /** A page of a million would take as long as the million, and there are a thousand pages. */
  @Test
  void readsAPageAlongTheKeyHoweverFewTheStatisticsKnow() {
    fill("of many " + SegmentServiceFixture.workspace() + " ", 300, 30_000);
    database.inTransaction(() -> database.execute(Sql.of("ANALYZE profile")));
    String fresh = SegmentServiceFixture.workspace();
    fill(fresh, 1, 5_000);

    assertThat(plan(fresh)).noneMatch(line -> line.contains("Sort"));
  }

  private List<String> plan(String workspace) {
    Sql next = Audiences.next(Audiences.everyone(workspace), new UUID(1L << 62, 0), PAGE);
    return database.page(
        () -> database.list(Sql.of("EXPLAIN ").plus(next), row -> row.getString(1)));
  }

  private void fill(String workspace, int workspaces, int profiles) {
    database.inTransaction(() ->
        database.update(
            Sql.of(
                """
                INSERT INTO profile (workspace_id, profile_id, version, attributes, stamps)
                SELECT CASE ? WHEN 1 THEN ? ELSE ? || n % ? END, gen_random_uuid(), 1, '{}', '{}'
                  FROM generate_series(1, ?) AS n
                """,
                workspaces, workspace, workspace, workspaces, profiles)));
  }
}
