package io.tidings.integration.destination;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All destinations that this installation can forward to. */
@Singleton
public final class Catalogue {
  private static final String CALLS_PER_SECOND = "calls_per_second";

  private final Map<String, Destination> byId = new TreeMap<>();

  /**
   * @throws IllegalStateException where two have the same id
   */
  Catalogue(Collection<Destination> destinations) {
    for (Destination destination : destinations) {
      Destination other = byId.putIfAbsent(destination.id(), destination);
      if (other != null) {
        throw new IllegalStateException(
            "%s and %s are both the destination '%s'"
                .formatted(
                    other.getClass().getName(),
                    destination.getClass().getName(),
                    destination.id()));
      }
    }
  }

  /** By id. */
  public List<Destination> all() {
    return List.copyOf(byId.values());
  }

  public Optional<Destination> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What the destination declares, and what every connection can be told. */
  public static List<Setting> settingsOf(Destination destination) {
    List<Setting> settings = new ArrayList<>(destination.settings());
    settings.add(
        new Setting(
            CALLS_PER_SECOND,
            "calls in a second at most, over all replicas; what exceeds it waits; %d unless given"
                .formatted(destination.callsPerSecond()),
            SettingType.COUNT,
            false,
            false));
    return settings;
  }

  /**
   * @throws io.tidings.rpc.InvalidInputException with everything that is wrong at once, by name
   */
  public static Settings check(Destination destination, Map<String, String> offered) {
    return Settings.of(settingsOf(destination), offered);
  }

  public static int callsPerSecond(Destination destination, Settings settings) {
    return settings.count(CALLS_PER_SECOND, destination.callsPerSecond());
  }
}
