package io.tidings.messaging.channel;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every provider that this installation can use. */
@Singleton
public final class Providers {

  private final Map<String, Provider> byId = new TreeMap<>();

  /**
   * @throws IllegalStateException where two providers claim one id
   */
  public Providers(List<Provider> providers) {
    for (Provider provider : providers) {
      Provider other = byId.putIfAbsent(provider.id(), provider);
      if (other != null) {
        throw new IllegalStateException(
            "provider id '%s' is claimed by both %s and %s; ids must be unique"
                .formatted(
                    provider.id(), other.getClass().getName(), provider.getClass().getName()));
      }
    }
  }

  /** By id, in its order. */
  public List<Provider> all() {
    return List.copyOf(byId.values());
  }

  public @Nullable Provider find(String id) {
    return byId.get(id);
  }
}
