package io.tidings.user.attribute;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Somebody or something of which attributes are known. */
public interface AttributeHolder {
  /**
   * How many bytes of holders' documents are read at once: what they become fits into a message,
   * and into the memory of a small process.
   */
  int BYTES_AT_ONCE = 8 * 1024 * 1024;

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
   * Those of the told, after they were taken, that are not held although nothing newer is: there
   * was no room for them.
   */
  default List<Ignored> withoutRoom(Map<String, AttributeValue> told, Instant at) {
    List<Ignored> without = new ArrayList<>();
    told.forEach((name, value) -> {
      Attribute held = attributes().get(name);
      boolean taken = held != null && held.value() == value;
      if (!taken && new Attribute(value, at).winsOver(held)) {
        without.add(AttributeRoom.ignored(name));
      }
    });
    return without;
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
