package io.tidings.segment.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import io.tidings.segment.testing.SegmentServiceFixture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CataloguesTest {
  private static final Sql SELF = Sql.of("SELECT pg_backend_pid()");
  private static final String BLOCKED =
      "SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND pg_blocking_pids(pid) <> '{}'";

  private final Database database = SegmentServiceFixture.running().get(Database.class);
  private final Gate gate = SegmentServiceFixture.running().get(Gate.class);
  private final Catalogues catalogues = SegmentServiceFixture.running().get(Catalogues.class);
  private final AtomicLong waiter = new AtomicLong();

  @Test
  void whoWaitedForAChangeSeesIt() {
    long before = database.transaction(() -> catalogues.held().revision());

    CompletableFuture<Long> seen =
        database.transaction(() -> {
          gate.exclusive();
          catalogues.changed();
          var waiting = CompletableFuture.supplyAsync(this::revisionOnceItCanBeHeld);
          await().until(this::waits);
          return waiting;
        });

    assertThat(seen.join()).isGreaterThan(before);
  }

  private long revisionOnceItCanBeHeld() {
    return database.transaction(() -> {
      waiter.set(database.number(SELF));
      return catalogues.held().revision();
    });
  }

  private boolean waits() {
    return database.reading(() -> database.number(Sql.of(BLOCKED.formatted(waiter.get())))) > 0;
  }
}
