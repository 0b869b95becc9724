package io.tidings.integration.destination;

import io.tidings.integration.connection.Connectable;
import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One tool that data can be forwarded to. A bean; nobody outside of the class names it. */
public interface Destination extends Connectable {
  String CALLS_PER_SECOND = "calls_per_second";

  /** What this one needs to know. */
  List<Setting> ownSettings();

  /** How many calls it takes in a second, unless a connection says otherwise. */
  int callsPerSecond();

  /** Its own, and what every connection to a destination can be told. */
  @Override
  default List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(ownSettings());
    settings.add(
        new Setting(
            CALLS_PER_SECOND,
            "calls in a second at most, over all replicas; what exceeds it waits; %d unless given"
                .formatted(callsPerSecond()),
            SettingType.COUNT,
            false,
            false));
    return settings;
  }

  /** How many calls a connection may make in a second. */
  default int callsPerSecond(Settings settings) {
    return settings.count(CALLS_PER_SECOND, callsPerSecond());
  }

  /**
   * The call that tells it.
   *
   * @param settings valid against {@link #settings()}
   * @return empty where it has no use for the notice
   */
  Optional<HttpCall> callFor(Notice notice, Settings settings);

  /** What its reply means. */
  Outcome outcomeOf(HttpReply reply);
}
