package io.tidings.user.profile;

import io.micronaut.transaction.TransactionOperations;
import io.tidings.outbox.Outbox;
import io.tidings.rpc.Faults;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.IdentifierRepository;
import io.tidings.user.identity.Key;
import io.tidings.user.identity.KeyTransfers;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The transactions that change profiles, and how they end: rows and facts written together.
 *
 * <p>Transactions that meet do not wait for each other in a circle: each locks profiles first, then
 * notes messages, then claims keys, each kind in its order. Who finds that another was faster
 * starts again.
 */
@Singleton
public final class Changes {
  private static final int ATTEMPTS = 10;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** A transaction that the database gave up for another's sake. */
  private static final Set<String> GIVEN_UP = Set.of("40001", "40P01");

  private final TransactionOperations<Connection> transactions;
  private final IdentifierRepository identifiers;
  private final ProfileRepository profiles;
  private final Outbox outbox;
  private final List<ProfileBelongings> belongings;

  Changes(
      TransactionOperations<Connection> transactions,
      IdentifierRepository identifiers,
      ProfileRepository profiles,
      Outbox outbox,
      List<ProfileBelongings> belongings) {
    this.transactions = transactions;
    this.identifiers = identifiers;
    this.profiles = profiles;
    this.outbox = outbox;
    this.belongings = List.copyOf(belongings);
  }

  /** Does the work in a transaction, anew as long as another one comes between. */
  public <T> T inTransaction(Work<T> work) {
    return repeated(() -> transactions.executeWrite(_ -> work.run()));
  }

  /** Does the work, anew as long as another transaction comes between what it reads and writes. */
  <T> T repeated(Supplier<T> work) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return work.get();
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
    if (!identifiers.claim(workspaceId, transfers.claims(), formerUserIds(changes))) {
      throw new ConcurrentChangeException();
    }
    // Only after the claims: who has these rows waits for nobody any more.
    identifiers.move(workspaceId, transfers.moves());
    identifiers.release(workspaceId, transfers.releases());
    profiles.save(workspaceId, changes.stream().map(Change::after).toList());
    profiles.redirect(workspaceId, merges, now);
    outbox.append(ProfileEvents.of(workspaceId, changes, merges, now));
    if (!merges.isEmpty()) {
      follow(workspaceId, merges, now);
    }
  }

  /** The rest of a person's data, after the absorbed are gone: nobody adds to them any more. */
  private void follow(String workspaceId, Map<UUID, UUID> merges, Instant now) throws SQLException {
    Map<UUID, UUID> heirs = new HashMap<>();
    merges.forEach((absorbed, into) -> {
      UUID heir = into;
      while (merges.containsKey(heir)) {
        heir = merges.get(heir);
      }
      heirs.put(absorbed, heir);
    });
    for (ProfileBelongings belonging : belongings) {
      belonging.follow(workspaceId, heirs, now);
    }
  }

  private static Set<Key> formerUserIds(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change.after().identifiers().stream())
        .filter(Identifier::isUserId)
        .map(Key::of)
        .collect(Collectors.toSet());
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
  public interface Work<T> {
    T run() throws SQLException;
  }
}
