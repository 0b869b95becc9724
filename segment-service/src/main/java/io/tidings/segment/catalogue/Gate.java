package io.tidings.segment.catalogue;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;

/**
 * Keeps the catalogue still while facts are applied by it. Whoever changes it waits until all who
 * apply facts by the old one have committed, and whoever comes after sees the new one: no fact
 * falls between the two. Each pass is held to the end of the transaction.
 */
@Singleton
public final class Gate {
  private static final long CATALOGUE = 7_401_001;
  private static final long HISTORY = 7_401_002;

  private final Database database;

  Gate(Database database) {
    this.database = database;
  }

  /** To apply facts by the catalogue as it is, beside others who do; answers its revision. */
  long shared() {
    return database
        .listAfter(
            locking("pg_advisory_xact_lock_shared", CATALOGUE),
            Sql.of("SELECT revision FROM catalogue"),
            row -> row.getLong(1))
        .getFirst();
  }

  /** To change the catalogue, alone. Keep it short: all facts wait. */
  public void exclusive() {
    lock("pg_advisory_xact_lock", CATALOGUE);
  }

  /** To write history of profiles that nobody has locked, beside others who do. */
  public void writesHistory() {
    lock("pg_advisory_xact_lock_shared", HISTORY);
  }

  /** To move or remove the history of a profile, after which nothing may be added to it. */
  public void movesHistory() {
    lock("pg_advisory_xact_lock", HISTORY);
  }

  private void lock(String function, long key) {
    database.execute(locking(function, key));
  }

  private static Sql locking(String function, long key) {
    return Sql.of("SELECT %s(%d)".formatted(function, key));
  }
}
