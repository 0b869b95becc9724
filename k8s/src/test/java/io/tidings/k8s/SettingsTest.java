package io.tidings.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator can set is told in docs/running.md, and what is set is read by somebody. */
class SettingsTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(tidings\\.[a-z0-9.-]+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(TIDINGS_[A-Z_]+)");
  private static final Pattern PROPERTY =
      Pattern.compile("@Property\\(\\s*name = \"(tidings\\.[a-z0-9.-]+)\"");
  private static final Pattern RECORD =
      Pattern.compile(
          "@ConfigurationProperties\\(\"(tidings[a-z.-]*)\"\\)\\s+(?:public )?record"
              + " \\w+\\((.*?)\\)\\s*\\{",
          Pattern.DOTALL);

  /** Nothing for an operator: the pace of what goes on by itself, which tests quicken. */
  private static final List<String> PACES =
      List.of(
          "tidings.encryption.interval",
          "tidings.encryption.settling",
          "tidings.messaging.",
          "tidings.outbox.",
          "tidings.rpc.connection-age",
          "tidings.rpc.deadline",
          "tidings.schema.refresh",
          "tidings.segment.due.rest");

  /** Given by tidings-defaults.yml out of what is told under another name, or by the service. */
  private static final Set<String> INSIDE =
      Set.of(
          "tidings.encryption.derived",
          "tidings.rpc.administrator-key",
          "tidings.rpc.internal-secret",
          "tidings.services");

  @Test
  void everySettingIsToldOrOfNoUseToAnOperator() throws IOException {
    String told = Files.readString(ROOT.resolve("docs/running.md"));
    var untold = new TreeSet<String>();
    for (String setting : settings()) {
      boolean none = INSIDE.contains(setting) || PACES.stream().anyMatch(setting::startsWith);
      if (!none && !told.contains("`" + variable(setting) + "`")) {
        untold.add(variable(setting));
      }
    }
    assertThat(untold).isEmpty();
  }

  @Test
  void everySettingThatIsGivenIsRead() {
    var read = settings();
    var unread = new TreeSet<String>();
    for (Path file : sources(".yml")) {
      for (Node document : Manifests.read(file)) {
        leaves("tidings", document.at("tidings"))
            .filter(name -> read.stream().noneMatch(known -> isWithin(name, known)))
            .forEach(unread::add);
      }
    }
    assertThat(unread).isEmpty();
  }

  private static Stream<String> leaves(String name, Node node) {
    if (node.value() instanceof Map<?, ?> members) {
      return members.keySet().stream()
          .map(Object::toString)
          .flatMap(member -> leaves(name + "." + member, node.at(member)));
    }
    return node.value() == null ? Stream.empty() : Stream.of(name);
  }

  private static boolean isWithin(String name, String known) {
    return name.equals(known) || name.startsWith(known + ".");
  }

  /** By the names that the code uses. */
  private static Set<String> settings() {
    var settings = new TreeSet<String>();
    for (Path file : Stream.concat(sources(".java").stream(), sources(".yml").stream()).toList()) {
      String text = text(file);
      for (Pattern pattern : List.of(PLACEHOLDER, PROPERTY)) {
        pattern.matcher(text).results().forEach(found -> settings.add(found.group(1)));
      }
      VARIABLE.matcher(text).results().forEach(found -> settings.add(dotted(found.group(1))));
      RECORD
          .matcher(text)
          .results()
          .forEach(found ->
              components(found.group(2))
                  .forEach(component -> settings.add(found.group(1) + "." + component)));
    }
    return settings;
  }

  /** Of a record's header: {@code callBytes} is set as {@code call-bytes}. */
  private static Stream<String> components(String header) {
    String plain = header.replaceAll("@\\w+(\\([^)]*\\))?", "");
    return Stream.of(plain.split(",", -1))
        .map(component -> component.strip().replaceFirst(".*\\s", ""))
        .map(component -> component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  private static String variable(String setting) {
    return setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String dotted(String variable) {
    return variable.replace('_', '.').toLowerCase(Locale.ROOT);
  }

  /** Of all modules but the one that tests stand on. */
  private static List<Path> sources(String end) {
    return Stream.of(ROOT, ROOT.resolve("platform"))
        .flatMap(SettingsTest::folders)
        .filter(module -> !module.endsWith("platform/testing"))
        .map(module -> module.resolve("src/main"))
        .filter(Files::isDirectory)
        .flatMap(SettingsTest::everything)
        .filter(file -> file.toString().endsWith(end))
        .toList();
  }

  private static Stream<Path> folders(Path parent) {
    try (var folders = Files.list(parent)) {
      return folders.filter(Files::isDirectory).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<Path> everything(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Without the comments of a YAML file. */
  private static String text(Path file) {
    try {
      return Files.readString(file).replaceAll("(?m)^\\s*#.*", "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
