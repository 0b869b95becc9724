package io.tidings.quickstart;

import io.tidings.backends.Folders;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Connection;
import io.tidings.proto.messaging.v1.Provider;
import io.tidings.proto.messaging.v1.ProviderSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connections of the default workspace that lead into the sandbox. What was given to each is
 * kept in a file, by which they are told from the operator's own: those are never replaced.
 */
final class SandboxConnections {
  private final AdministratorClient administrator;
  private final Map<String, Map<String, String>> settings;
  private final Path file;
  private final Map<String, Map<String, String>> given;

  /**
   * @param settings by provider id, those that lead into the sandbox now
   * @param file where those that were given last are kept
   */
  SandboxConnections(
      AdministratorClient administrator, Map<String, Map<String, String>> settings, Path file) {
    this.administrator = administrator;
    this.settings = settings;
    this.file = file;
    this.given = read(file);
  }

  /**
   * Leads every channel into the sandbox that leads nowhere, or into the sandbox as it was before.
   * Of several connections of a channel the newest carries its messages: where there is one of the
   * operator's, nothing is touched.
   *
   * @return the operator's providers
   */
  List<String> connect() {
    List<Provider> providers = administrator.providers();
    Map<String, Connection> present = present();
    List<Provider> theirs =
        providers.stream().filter(provider -> isTheirs(provider, present)).toList();
    Set<Channel> taken = theirs.stream().map(Provider::getChannel).collect(Collectors.toSet());
    Map<String, Map<String, String>> due = new HashMap<>();
    for (Provider provider : providers) {
      String id = provider.getId();
      Map<String, String> wanted = settings.get(id);
      boolean isDue = !present.containsKey(id) || !Objects.equals(wanted, given.get(id));
      if (wanted != null && isDue && !taken.contains(provider.getChannel())) {
        due.put(id, wanted);
      }
    }
    if (!due.isEmpty()) {
      administrator.connectProviders(due);
      given.putAll(due);
      write();
    }
    return theirs.stream().map(Provider::getId).toList();
  }

  /**
   * Throws {@link StartException}, naming them, where messages go out through providers of the
   * operator's too.
   */
  void mustBeAll() {
    Map<String, Connection> present = present();
    String theirs =
        administrator.providers().stream()
            .filter(provider -> isTheirs(provider, present))
            .map(Provider::getId)
            .collect(Collectors.joining(", "));
    if (!theirs.isEmpty()) {
      throw new StartException(
          "the demo writes to people, and would reach them through what you connected: %s; give it a folder of its own with --data"
              .formatted(theirs));
    }
  }

  private Map<String, Connection> present() {
    return administrator.connections().stream()
        .collect(Collectors.toMap(Connection::getProvider, connection -> connection));
  }

  private boolean isTheirs(Provider provider, Map<String, Connection> present) {
    Connection connection = present.get(provider.getId());
    return connection != null && !isOurs(connection, provider);
  }

  /** Whether all that is shown of it is as it was given, or would be now. */
  private boolean isOurs(Connection connection, Provider provider) {
    return Stream.of(given, settings)
        .map(known -> known.get(provider.getId()))
        .filter(Objects::nonNull)
        .map(values -> shown(values, provider))
        .anyMatch(connection.getSettingsMap()::equals);
  }

  private static Map<String, String> shown(Map<String, String> values, Provider provider) {
    var shown = new HashMap<>(values);
    provider.getSettingsList().stream()
        .filter(ProviderSetting::getSecret)
        .map(ProviderSetting::getName)
        .forEach(shown::remove);
    return shown;
  }

  /** From lines like {@code smtp.host=127.0.0.1}. */
  private static Map<String, Map<String, String>> read(Path file) {
    var lines = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        lines.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    var settings = new HashMap<String, Map<String, String>>();
    for (String name : lines.stringPropertyNames()) {
      String[] parts = name.split("\\.", 2);
      if (parts.length == 2) {
        settings
            .computeIfAbsent(parts[0], _ -> new HashMap<>())
            .put(parts[1], lines.getProperty(name));
      }
    }
    return settings;
  }

  private void write() {
    var lines = new Properties();
    given.forEach((provider, values) ->
        values.forEach((name, value) -> lines.setProperty(provider + "." + name, value)));
    Folders.writePrivate(file, lines);
  }
}
