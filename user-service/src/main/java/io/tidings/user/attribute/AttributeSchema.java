package io.tidings.user.attribute;

import io.tidings.user.RefusedException;
import java.util.HashMap;
import java.util.Map;

/** What attributes may be called and hold. */
public final class AttributeSchema {
  /** Of attributes and of what objects hold. */
  private static final int MAX_NAME_LENGTH = 255;

  /** Deeper values would not fit into the messages that carry them on. */
  private static final int MAX_DEPTH = 16;

  private AttributeSchema() {}

  /**
   * The offered attributes under their canonical names, their values as they are kept.
   *
   * @throws RefusedException naming the first that cannot be kept
   */
  public static Map<String, AttributeValue> accepted(Map<String, AttributeValue> offered)
      throws RefusedException {
    Map<String, AttributeValue> accepted = HashMap.newHashMap(offered.size());
    for (var entry : offered.entrySet()) {
      check(entry.getKey(), entry.getValue());
      if (!StandardAttribute.allNames().contains(entry.getKey())) {
        accepted.put(entry.getKey(), entry.getValue());
      }
    }
    if (accepted.size() < offered.size()) {
      for (StandardAttribute attribute : StandardAttribute.values()) {
        addStandard(attribute, offered, accepted);
      }
    }
    return accepted;
  }

  /** The same of those that can be kept; the others are left out. */
  public static Map<String, AttributeValue> acceptedOf(Map<String, AttributeValue> offered)
      throws RefusedException {
    Map<String, AttributeValue> acceptable = new HashMap<>(offered);
    acceptable.entrySet().removeIf(each -> !isAcceptable(each.getKey(), each.getValue()));
    return accepted(acceptable);
  }

  private static boolean isAcceptable(String name, AttributeValue value) {
    try {
      accepted(Map.of(name, value));
      return true;
    } catch (RefusedException _) {
      return false;
    }
  }

  /**
   * @throws RefusedException where no attribute may have that name or hold that value
   */
  public static void check(String name, AttributeValue value) throws RefusedException {
    checkName("attributes", name);
    checkValue(name, value, 1);
  }

  private static void addStandard(
      StandardAttribute attribute,
      Map<String, AttributeValue> offered,
      Map<String, AttributeValue> accepted)
      throws RefusedException {
    for (String name : attribute.names()) {
      AttributeValue value = offered.get(name);
      if (value != null) {
        accepted.put(attribute.canonicalName(), attribute.accept(name, value));
        return;
      }
    }
  }

  /**
   * @param field the field of the request that offers it
   * @throws RefusedException where no attribute may have that name
   */
  static void checkName(String field, String name) throws RefusedException {
    if (name.isBlank()) {
      throw new RefusedException(field, "an attribute has no name; give it one");
    }
    checkLength(field, name, "attribute name");
    checkText(field, name);
  }

  private static void checkValue(String name, AttributeValue value, int depth)
      throws RefusedException {
    String field = "attributes." + name;
    if (depth > MAX_DEPTH) {
      throw new RefusedException(
          field, "%s is nested deeper than %d levels".formatted(name, MAX_DEPTH));
    }
    switch (value) {
      case AttributeValue.Text(String text) -> checkText(field, text);
      case AttributeValue.Number(double number) -> {
        if (!Double.isFinite(number)) {
          throw new RefusedException(
              field, "%s '%s' is not a finite number".formatted(name, number));
        }
      }
      case AttributeValue.Values(var values) -> {
        for (AttributeValue inner : values) {
          checkValue(name, inner, depth + 1);
        }
      }
      case AttributeValue.Named(var values) -> {
        for (var inner : values.entrySet()) {
          checkLength(field, inner.getKey(), "the name inside " + name);
          checkText(field, inner.getKey());
          checkValue(name, inner.getValue(), depth + 1);
        }
      }
      case AttributeValue.Flag _, AttributeValue.DateTime _, AttributeValue.Nothing _ -> {}
    }
  }

  private static void checkLength(String field, String name, String what) throws RefusedException {
    if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      throw new RefusedException(
          field,
          "%s %s is longer than %d characters"
              .formatted(what, RefusedException.quoted(name), MAX_NAME_LENGTH));
    }
  }

  private static void checkText(String field, String text) throws RefusedException {
    if (text.indexOf('\0') >= 0) {
      throw new RefusedException(
          field,
          "%s contains a NUL character, which no text may".formatted(field.replace("\0", "")));
    }
  }
}
