package io.tidings.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What the launcher wrote into `credentials.env`. */
public record Credentials(Map<String, String> variables) {

  static Credentials read(Path file) throws IOException {
    return new Credentials(
        Files.readAllLines(file).stream()
            .map(line -> line.replaceFirst("^export ", ""))
            .filter(line -> line.matches("[A-Z_]+=.*"))
            .map(line -> line.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> pair[1].replaceAll("^['\"]|['\"]$", ""))));
  }

  public String get(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new AssertionError(
          name + " is not in credentials.env; there are " + variables.keySet());
    }
    return value;
  }

  public URI gateway() {
    return URI.create(get("TIDINGS_URL"));
  }

  public URI sandbox() {
    return URI.create(get("TIDINGS_SANDBOX_URL"));
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "Credentials" + variables.keySet();
  }
}
