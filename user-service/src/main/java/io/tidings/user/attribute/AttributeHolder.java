package io.tidings.user.attribute;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Somebody or something of which attributes are known. */
public interface AttributeHolder {
  UUID id();

  /** By canonical name, the removed ones among them. */
  Map<String, Attribute> attributes();

  /** An attribute with its value rewritten; null where there is none, or nothing comes of it. */
  default @Nullable Attribute rewritten(String name, UnaryOperator<AttributeValue> rewriting) {
    Attribute held = attributes().get(name);
    Attribute next = held == null ? null : held.rewritten(rewriting);
    return next == null || next.equals(held) ? null : next;
  }

  /**
   * The attributes whose values are not what they were, by name.
   *
   * @param before null where it was not there
   */
  default SortedMap<String, Attribute> newsSince(@Nullable AttributeHolder before) {
    Map<String, Attribute> old = before == null ? Map.of() : before.attributes();
    SortedMap<String, Attribute> news = new TreeMap<>();
    attributes()
        .forEach((name, attribute) -> {
          Attribute known = old.get(name);
          boolean same =
              known == null
                  ? attribute.value().isNothing()
                  : known.value().equals(attribute.value());
          if (!same) {
            news.put(name, attribute);
          }
        });
    return news;
  }
}
