package io.tidings.segment.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CataloguesTest {
  private static final Sql WAITING =
      Sql.of(
          """
          SELECT count(*) FROM pg_locks
           WHERE locktype = 'advisory' AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          """);

  private final Database database = SegmentServiceFixture.running().get(Database.class);
  private final Gate gate = SegmentServiceFixture.running().get(Gate.class);
  private final Catalogues catalogues = SegmentServiceFixture.running().get(Catalogues.class);

  @Test
  void whoWaitedForAChangeSeesIt() {
    long before = database.transaction(() -> catalogues.held().revision());

    CompletableFuture<Long> seen =
        database.transaction(() -> {
          gate.exclusive();
          catalogues.changed();
          var waiting =
              CompletableFuture.supplyAsync(
                  () -> database.transaction(() -> catalogues.held().revision()));
          await().until(() -> database.transaction(() -> database.number(WAITING)) > 0);
          return waiting;
        });

    assertThat(seen.join()).isGreaterThan(before);
  }
}
