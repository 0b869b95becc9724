package io.tidings.user.attribute;

import io.tidings.user.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much is kept of one user or company, so that the messages that carry it on have room for it.
 */
public final class AttributeRoom {
  /** Of one value: {@link AttributeValue#bytes()}. */
  private static final int MAX_OF_VALUE = 32 * 1024;

  /** Of all attributes together, with their names; the removed ones among them. */
  private static final int MAX = 256 * 1024;

  private AttributeRoom() {}

  /**
   * @throws RefusedException where no attribute may hold as much
   */
  static void check(String name, AttributeValue value) throws RefusedException {
    int bytes = value.bytes();
    if (bytes > MAX_OF_VALUE) {
      throw new RefusedException(
          "attributes." + name,
          "%s takes %d bytes, at most %d are taken"
              .formatted(RefusedException.quoted(name), bytes, MAX_OF_VALUE));
    }
  }

  /**
   * Those of the told for which there is room beside what is held, in the order of their names.
   * What takes no more than what it replaces has its room.
   */
  public static Map<String, Attribute> fitting(
      Map<String, Attribute> held, Map<String, Attribute> told) {
    int taken = bytes(held);
    if (taken + bytes(told) <= MAX) {
      return told;
    }
    Map<String, Attribute> fitting = new HashMap<>();
    for (var each : new TreeMap<>(told).entrySet()) {
      String name = each.getKey();
      Attribute before = held.get(name);
      int more = bytes(name, each.getValue()) - (before == null ? 0 : bytes(name, before));
      if (more <= 0 || taken + more <= MAX) {
        fitting.put(name, each.getValue());
        taken += more;
      }
    }
    return fitting;
  }

  static Ignored ignored(String name) {
    return Ignored.of(
        name,
        "there is no room for %s: all attributes together take at most %d bytes; remove others"
            .formatted(RefusedException.quoted(name), MAX));
  }

  private static int bytes(Map<String, Attribute> attributes) {
    int bytes = 0;
    for (var each : attributes.entrySet()) {
      bytes += bytes(each.getKey(), each.getValue());
    }
    return bytes;
  }

  private static int bytes(String name, Attribute attribute) {
    return AttributeValue.bytes(name) + attribute.value().bytes();
  }
}
