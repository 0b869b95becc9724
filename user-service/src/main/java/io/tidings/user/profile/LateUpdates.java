package io.tidings.user.profile;

import io.tidings.user.identity.ErasedKeys;
import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Key;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What happened before its user was erased and is told only now: it is not taken. */
@Singleton
final class LateUpdates {
  private final ErasedKeys erased;

  LateUpdates(ErasedKeys erased) {
    this.erased = erased;
  }

  /** Which of the updates those are. In the transaction of the caller, after the users are held. */
  Predicate<Update> among(String workspaceId, Collection<Update> updates) throws SQLException {
    Set<Key> keys = updates.stream().map(LateUpdates::key).collect(Collectors.toSet());
    Map<Key, Instant> times = erased.among(workspaceId, List.copyOf(keys));
    return update -> {
      Instant erasedAt = times.get(key(update));
      return erasedAt != null && !update.occurredAt().isAfter(erasedAt);
    };
  }

  /** By which the update finds its user. */
  private static Key key(Update update) {
    Identifier user = update.identity().user();
    Identifier anonymous = update.identity().anonymous();
    if (user != null) {
      return Key.of(user);
    }
    if (anonymous == null) {
      throw new IllegalStateException("an identity has a user id or an anonymous id");
    }
    return Key.of(anonymous);
  }
}
