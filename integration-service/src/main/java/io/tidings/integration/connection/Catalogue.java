package io.tidings.integration.connection;

import io.tidings.rpc.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All of one kind that this installation can connect to. */
public final class Catalogue<T extends Connectable> {
  private final String kind;
  private final TreeMap<String, T> byId = new TreeMap<>();

  /**
   * @param kind what each is, in a word
   * @throws IllegalStateException where two have the same id
   */
  public Catalogue(String kind, Collection<T> all) {
    this.kind = kind;
    for (T one : all) {
      T other = byId.putIfAbsent(one.id(), one);
      if (other != null) {
        throw new IllegalStateException(
            "%s and %s are both the %s '%s'"
                .formatted(other.getClass().getName(), one.getClass().getName(), kind, one.id()));
      }
    }
  }

  /** By id. */
  public List<T> all() {
    return List.copyOf(byId.values());
  }

  /**
   * By id.
   *
   * @param after the last one of the page before; empty for the first page
   */
  public List<T> list(String after, int limit) {
    return byId.tailMap(after, /* inclusive= */ false).values().stream().limit(limit).toList();
  }

  Optional<T> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** For whoever asked for one that is not there. */
  InvalidInputException unknown(String id) {
    return new InvalidInputException(
        "type",
        "'%s' is no %s; there are %s".formatted(id, kind, String.join(", ", byId.keySet())));
  }
}
