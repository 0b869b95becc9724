package io.tidings.segment.membership;

import io.tidings.segment.sql.Database;
import jakarta.inject.Singleton;
import java.util.List;

/** Wakes whoever awaits due moments where one comes earlier than the next look. */
@Singleton
public final class DueMoments {
  private final Database database;
  private volatile Runnable wake = () -> {};
  private volatile long nextLookMillis;

  DueMoments(Database database) {
    this.database = database;
  }

  void onEarlier(Runnable listener) {
    wake = listener;
  }

  /** Until it is said when the next look is, every moment that is noted may be missed by this. */
  void looking() {
    nextLookMillis = Long.MAX_VALUE;
  }

  void nextLook(long millis) {
    nextLookMillis = millis;
  }

  /** Written in the open transaction. */
  void noted(List<Membership> memberships) {
    long earliest =
        memberships.stream().mapToLong(Membership::dueMillis).min().orElse(Long.MAX_VALUE);
    if (earliest < Long.MAX_VALUE) {
      database.afterCommit(() -> {
        if (earliest < nextLookMillis) {
          wake.run();
        }
      });
    }
  }

  /** Those of a segment count from the end of the open transaction on. */
  public void begin() {
    database.afterCommit(() -> wake.run());
  }
}
