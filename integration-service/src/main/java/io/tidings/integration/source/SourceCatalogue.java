package io.tidings.integration.source;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All services whose webhooks this installation can take. */
@Singleton
final class SourceCatalogue {
  private final TreeMap<String, Source> byId = new TreeMap<>();

  /**
   * @throws IllegalStateException where two have the same id
   */
  SourceCatalogue(Collection<Source> sources) {
    for (Source source : sources) {
      Source other = byId.putIfAbsent(source.id(), source);
      if (other != null) {
        throw new IllegalStateException(
            "%s and %s are both the source '%s'"
                .formatted(other.getClass().getName(), source.getClass().getName(), source.id()));
      }
    }
  }

  /**
   * By id.
   *
   * @param after the last one of the page before; empty for the first page
   */
  List<Source> list(String after, int limit) {
    return byId.tailMap(after, /* inclusive= */ false).values().stream().limit(limit).toList();
  }

  Optional<Source> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** For whoever asked for one that is not there. */
  String names() {
    return String.join(", ", byId.keySet());
  }
}
