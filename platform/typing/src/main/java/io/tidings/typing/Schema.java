package io.tidings.typing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of one workspace as of a moment, by scope and name. Never changed. */
public final class Schema {
  static final Schema EMPTY = new Schema(Map.of());

  private final Map<String, Map<String, ValueType>> scopes;

  private Schema(Map<String, Map<String, ValueType>> scopes) {
    this.scopes = scopes;
  }

  /** Null where nobody defined it. */
  public @Nullable ValueType type(String scope, String name) {
    return of(scope).get(name);
  }

  /** The types of a scope by name. */
  public Map<String, ValueType> of(String scope) {
    return scopes.getOrDefault(scope, Map.of());
  }

  int size() {
    return scopes.values().stream().mapToInt(Map::size).sum();
  }

  /** With these as they are by now. */
  Schema with(List<Definition> news) {
    Map<String, Map<String, ValueType>> next = new HashMap<>(scopes);
    Map<String, Map<String, ValueType>> touched = new HashMap<>();
    for (Definition definition : news) {
      touched
          .computeIfAbsent(definition.scope(), scope -> new HashMap<>(of(scope)))
          .put(definition.name(), definition.type());
    }
    next.putAll(touched);
    return new Schema(next);
  }
}
