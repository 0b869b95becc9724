package io.tidings.messaging.channel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings as given, checked against what a provider declares and completed by its standard values.
 * The one place that validates settings; providers make a record of their own of it.
 */
public final class SettingValues {

  private final Map<String, String> values;

  private SettingValues(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws InvalidSettings with every fault at once: unknown, missing, and not allowed values
   */
  public static SettingValues of(List<Setting> declared, Map<String, String> given) {
    List<InvalidSettings.Fault> faults = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (Setting setting : declared) {
      String offered = given.getOrDefault(setting.name(), "").strip();
      if (!offered.isEmpty()) {
        String objection = objection(setting, offered);
        if (objection != null) {
          faults.add(new InvalidSettings.Fault(setting.name(), objection));
        }
        values.put(setting.name(), offered);
      } else if (setting.required()) {
        faults.add(
            new InvalidSettings.Fault(
                setting.name(),
                "setting '%s' is missing: %s".formatted(setting.name(), setting.description())));
      } else if (setting.standard() != null) {
        values.put(setting.name(), setting.standard());
      }
    }
    List<String> names = declared.stream().map(Setting::name).toList();
    given.keySet().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .map(name ->
            new InvalidSettings.Fault(
                name,
                "setting '%s' is not known; there are %s"
                    .formatted(name, String.join(", ", names))))
        .forEach(faults::add);
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
    return new SettingValues(values);
  }

  private static @Nullable String objection(Setting setting, String offered) {
    return switch (setting.kind()) {
      case Setting.Kind.Text() -> null;
      case Setting.Kind.Number(int min, int max) ->
          isWithin(offered, min, max)
              ? null
              : "%s '%s' is not a whole number from %d to %d"
                  .formatted(setting.name(), offered, min, max);
      case Setting.Kind.Choice(var allowed) ->
          allowed.contains(offered)
              ? null
              : "%s '%s' is not one of %s"
                  .formatted(setting.name(), offered, String.join(", ", allowed));
    };
  }

  private static boolean isWithin(String offered, int min, int max) {
    try {
      int number = Integer.parseInt(offered);
      return number >= min && number <= max;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  /** A setting that is required or has a standard value. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("setting '" + name + "' may be absent");
    }
    return value;
  }

  public @Nullable String textOrNull(String name) {
    return values.get(name);
  }

  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  @Override
  public String toString() {
    return "SettingValues" + values.keySet();
  }
}
