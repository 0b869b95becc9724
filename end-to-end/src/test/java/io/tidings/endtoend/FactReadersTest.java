package io.tidings.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A publisher's settings name the groups that are owed its facts; the groups' own classes say whose
 * facts they read. The two stand in different services: a reader that is not named misses what is
 * published before its first start.
 */
class FactReadersTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PUBLISHER = Pattern.compile("(?m)^    publisher: (\\w+)$");
  private static final Pattern GROUPS = Pattern.compile("(?m)^    groups: \\[(.*)]$");
  private static final Pattern GROUP =
      Pattern.compile("String group\\(\\) \\{\\s*return \"(\\w+)\";");
  private static final Pattern PUBLISHERS =
      Pattern.compile("Set<String> publishers\\(\\) \\{\\s*return Set\\.of\\(([^)]*)\\);");

  @Test
  void everyReaderIsOwedWhatItReads() throws IOException {
    Map<String, Set<String>> readers = new TreeMap<>();
    eachConsumer((group, publisher) -> add(readers, publisher, group));

    assertThat(readers).isNotEmpty().isEqualTo(owed());
  }

  private static Map<String, Set<String>> owed() throws IOException {
    Map<String, Set<String>> owed = new TreeMap<>();
    for (Path settings : files("src/main/resources/application.yml")) {
      String text = Files.readString(settings);
      for (String publisher : firstOf(PUBLISHER, text)) {
        for (String groups : firstOf(GROUPS, text)) {
          names(groups).forEach(group -> add(owed, publisher, group));
        }
      }
    }
    return owed;
  }

  private static void eachConsumer(BiConsumer<String, String> found) throws IOException {
    for (Path source : files("Consumer.java")) {
      String text = Files.readString(source);
      if (text.contains("implements FactConsumer")) {
        String group = firstOf(GROUP, text).getFirst();
        names(firstOf(PUBLISHERS, text).getFirst())
            .forEach(publisher -> found.accept(group, publisher));
      }
    }
  }

  /** Of the services, those whose path ends so. */
  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .filter(module -> module.getFileName().toString().endsWith("-service"))
          .map(module -> module.resolve("src/main"))
          .filter(Files::isDirectory)
          .flatMap(FactReadersTest::walk)
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> firstOf(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static List<String> names(String list) {
    return Pattern.compile("\\w+").matcher(list).results().map(MatchResult::group).toList();
  }

  private static void add(Map<String, Set<String>> map, String key, String value) {
    map.computeIfAbsent(key, _ -> new TreeSet<>()).add(value);
  }
}
