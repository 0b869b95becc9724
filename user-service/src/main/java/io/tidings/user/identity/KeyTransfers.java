package io.tidings.user.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Which keys change hands in one transaction, collected owner by owner. */
public final class KeyTransfers {
  private final Map<Key, UUID> gained = new HashMap<>();
  private final Set<Key> lost = new HashSet<>();

  /** Notes what an owner had before and has afterwards. */
  public void add(UUID owner, Set<Key> before, Set<Key> after) {
    for (Key key : after) {
      if (!before.contains(key)) {
        gained.put(key, owner);
      }
    }
    for (Key key : before) {
      if (!after.contains(key)) {
        lost.add(key);
      }
    }
  }

  /** Keys that had no owner. */
  public SortedMap<Key, UUID> claims() {
    SortedMap<Key, UUID> claims = new TreeMap<>(gained);
    claims.keySet().removeAll(lost);
    return claims;
  }

  /** Keys that go from one owner to another. */
  public SortedMap<Key, UUID> moves() {
    SortedMap<Key, UUID> moves = new TreeMap<>(gained);
    moves.keySet().retainAll(lost);
    return moves;
  }

  /** Keys that nobody has any more. */
  public SortedSet<Key> releases() {
    SortedSet<Key> releases = new TreeSet<>(lost);
    releases.removeAll(gained.keySet());
    return releases;
  }
}
