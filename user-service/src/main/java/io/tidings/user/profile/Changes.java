package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.Outbox;
import io.tidings.rpc.Faults;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.KeyTransfers;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The transactions that change profiles, and how they end: rows and facts written together.
 *
 * <p>Transactions that meet do not wait for each other in a circle: each locks profiles first, then
 * notes messages, then claims keys, each kind in its order. Who finds that another was faster
 * starts again.
 */
@Singleton
final class Changes {
  private static final int ATTEMPTS = 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** A transaction that the database gave up for another's sake. */
  private static final Set<String> GIVEN_UP = Set.of("40001", "40P01");

  private final TransactionOperations<Connection> transactions;
  private final IdentifierRepository identifiers;
  private final ProfileRepository profiles;
  private final Outbox outbox;

  Changes(
      TransactionOperations<Connection> transactions,
      IdentifierRepository identifiers,
      ProfileRepository profiles,
      Outbox outbox) {
    this.transactions = transactions;
    this.identifiers = identifiers;
    this.profiles = profiles;
    this.outbox = outbox;
  }

  /** Does the work in a transaction, anew as long as another one comes between. */
  <T> T inTransaction(Work<T> work) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return transactions.executeWrite(_ -> work.run());
      } catch (Exception e) {
        if (!isToBeRepeated(e)) {
          throw e;
        }
      }
    }
    throw Faults.unavailable(
        "the same users are being changed by too many calls at once; nothing was changed",
        RETRY_AFTER);
  }

  /** Writes what became of the profiles that the open transaction holds, and publishes it. */
  void write(
      String workspaceId,
      List<Change> changes,
      KeyTransfers transfers,
      Map<UUID, UUID> merges,
      Instant now)
      throws SQLException {
    if (!identifiers.claim(workspaceId, transfers.claims())) {
      throw new ConcurrentChangeException();
    }
    // Only after the claims: who has these rows waits for nobody any more.
    identifiers.move(workspaceId, transfers.moves());
    identifiers.release(workspaceId, transfers.releases());
    profiles.save(workspaceId, changes.stream().map(Change::after).toList());
    profiles.redirect(workspaceId, merges, now);
    outbox.append(ProfileEvents.of(workspaceId, changes, merges, now));
  }

  private static boolean isToBeRepeated(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConcurrentChangeException
          || (cause instanceof SQLException sql && isGivenUp(sql))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGivenUp(SQLException failure) {
    String state = failure.getSQLState(); // none where it is the pool's own
    return state != null && GIVEN_UP.contains(state);
  }

  /** What is done in a transaction. */
  interface Work<T> {
    T run() throws SQLException;
  }
}
