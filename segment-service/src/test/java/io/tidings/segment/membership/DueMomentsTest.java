package io.tidings.segment.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidings.segment.sql.Database;
import io.tidings.segment.testing.SegmentServiceFixture;
import io.tidings.segment.verdict.Verdict;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DueMomentsTest {
  private static final long LOOK = 1_000_000;

  private final Database database = SegmentServiceFixture.running().get(Database.class);
  private final DueMoments moments = new DueMoments(database);
  private final AtomicInteger woken = new AtomicInteger();

  @BeforeEach
  void listen() {
    moments.onEarlier(woken::incrementAndGet);
    moments.nextLook(LOOK);
  }

  @Test
  void wakesForWhatIsDueBeforeTheNextLookOnceItHasCommitted() {
    database.inTransaction(() -> {
      moments.noted(List.of(due(LOOK + 1), due(LOOK - 1)));
      assertThat(woken).hasValue(0);
    });

    assertThat(woken).hasValue(1);
  }

  @Test
  void leavesWhatIsDueLaterToTheNextLook() {
    database.inTransaction(() -> moments.noted(List.of(due(LOOK), due(Verdict.NEVER))));

    assertThat(woken).hasValue(0);
  }

  @Test
  void wakesForWhatCommitsWhileSomebodyLooks() {
    moments.looking();

    database.inTransaction(() -> moments.noted(List.of(due(LOOK + 1))));

    assertThat(woken).hasValue(1);
  }

  @Test
  void wakesForNothingThatNeverChanges() {
    moments.looking();

    database.inTransaction(() -> moments.noted(List.of(due(Verdict.NEVER))));

    assertThat(woken).hasValue(0);
  }

  @Test
  void wakesForNothingThatWasRolledBack() {
    assertThatThrownBy(() ->
            database.inTransaction(() -> {
              moments.noted(List.of(due(LOOK - 1)));
              throw new IllegalStateException("rolled back");
            }))
        .hasMessageContaining("rolled back");

    assertThat(woken).hasValue(0);
  }

  private static Membership due(long millis) {
    return new Membership("acme", UUID.randomUUID(), UUID.randomUUID(), true, 1, 0, millis);
  }
}
