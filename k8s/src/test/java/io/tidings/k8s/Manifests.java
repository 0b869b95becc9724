package io.tidings.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of one folder and what its kustomization says of them. */
record Manifests(Path folder) {
  private static final String KUSTOMIZATION = "kustomization.yaml";

  Node kustomization() {
    return read(folder.resolve(KUSTOMIZATION)).getFirst();
  }

  /** Every document of every file but the kustomization. */
  List<Node> documents() {
    return files().stream().flatMap(file -> read(file).stream()).toList();
  }

  List<Path> files() {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith(KUSTOMIZATION))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Stream<Node> ofKind(String kind) {
    return documents().stream().filter(document -> document.text("kind").equals(kind));
  }

  /** Strictly: a key that stands twice is an error. */
  static List<Node> read(Path file) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      var documents = new Yaml(new SafeConstructor(options)).loadAll(Files.readString(file));
      return StreamSupport.stream(documents.spliterator(), false).map(Node::new).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
