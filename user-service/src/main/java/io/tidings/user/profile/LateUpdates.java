package io.tidings.user.profile;

import io.tidings.user.identity.Identifier;
import io.tidings.user.identity.Key;
import java.time.Instant;
import java.util.Map;

/**
 * What happened before its user was erased and is told only now: it is not taken.
 *
 * @param erased when those who were known by a key were last erased
 */
record LateUpdates(Map<Key, Instant> erased) {

  boolean contains(Update update) {
    Instant erasedAt = erased.get(key(update));
    return erasedAt != null && !update.occurredAt().isAfter(erasedAt);
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
