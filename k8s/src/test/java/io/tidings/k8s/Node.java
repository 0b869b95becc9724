package io.tidings.k8s;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A place in a YAML document; what is absent has no value and no children. */
record Node(@Nullable Object value) {
  /** Goes down by names, as in {@code spec.template.spec}. */
  Node at(String path) {
    Object at = value;
    for (var name : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return new Node(at);
  }

  Stream<Node> each(String path) {
    return at(path).value instanceof List<?> list ? list.stream().map(Node::new) : Stream.empty();
  }

  /** Names and what they say; empty for a member that is not there. */
  Map<String, String> members(String path) {
    var members = new TreeMap<String, String>();
    if (at(path).value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(name.toString(), new Node(member).text()));
    }
    return members;
  }

  String text(String path) {
    return at(path).text();
  }

  String text() {
    return value == null ? "" : value.toString();
  }

  boolean exists(String path) {
    return at(path).value != null;
  }
}
