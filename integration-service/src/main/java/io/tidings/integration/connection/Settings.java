package io.tidings.integration.connection;

import io.tidings.rpc.Faults.FieldViolation;
import io.tidings.rpc.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a connection tells its source or destination, valid against what that declares. */
public final class Settings {
  private final List<Setting> declared;
  private final Map<String, String> values;

  private Settings(List<Setting> declared, Map<String, String> values) {
    this.declared = declared;
    this.values = values;
  }

  /**
   * @param declared all that there are
   * @throws InvalidInputException with everything that is wrong at once, by name
   */
  public static Settings of(List<Setting> declared, Map<String, String> offered) {
    List<FieldViolation> violations = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    TreeSet<String> unknown = new TreeSet<>(offered.keySet());
    for (Setting setting : declared) {
      unknown.remove(setting.name());
      String value = offered.getOrDefault(setting.name(), "").strip();
      if (!value.isEmpty()) {
        setting
            .type()
            .objectionTo(value)
            .ifPresent(rule ->
                violations.add(
                    violation(
                        setting.name(),
                        setting.secret() ? rule : "'%s' %s".formatted(value, rule))));
        values.put(setting.name(), value);
      } else if (setting.required()) {
        violations.add(violation(setting.name(), "is missing: " + setting.description()));
      }
    }
    String known = String.join(", ", declared.stream().map(Setting::name).toList());
    for (String name : unknown) {
      violations.add(violation(name, "is no setting of this connection; there are " + known));
    }
    if (!violations.isEmpty()) {
      throw new InvalidInputException(violations);
    }
    return new Settings(declared, values);
  }

  static FieldViolation violation(String name, String description) {
    return new FieldViolation("settings[\"%s\"]".formatted(name), description);
  }

  /** The value of a required setting. */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("setting '%s' is not given".formatted(name));
    }
    return value;
  }

  /** The value of a setting, or {@code standard} where it is not given. */
  public String text(String name, String standard) {
    return values.getOrDefault(name, standard);
  }

  /** The value of a setting of type COUNT. */
  public int count(String name, int standard) {
    String value = values.get(name);
    return value == null ? standard : Integer.parseInt(value);
  }

  /** Those that may be shown. */
  public Map<String, String> open() {
    return those(setting -> !setting.secret());
  }

  Map<String, String> secret() {
    return those(Setting::secret);
  }

  /** Where the connection wants to be called, by name. */
  Map<String, String> targets() {
    return those(setting -> setting.type() == SettingType.URL);
  }

  private Map<String, String> those(Predicate<Setting> which) {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (Setting setting : declared) {
      String value = values.get(setting.name());
      if (value != null && which.test(setting)) {
        chosen.put(setting.name(), value);
      }
    }
    return chosen;
  }

  /**
   * Others in their place. A secret that is left out stays as it is.
   *
   * @throws InvalidInputException with everything that is wrong at once, by name
   */
  Settings replacedBy(Map<String, String> offered) {
    Map<String, String> all = new HashMap<>(secret());
    all.putAll(offered);
    return of(declared, all);
  }

  @Override
  public String toString() {
    return "Settings" + new TreeSet<>(values.keySet());
  }
}
