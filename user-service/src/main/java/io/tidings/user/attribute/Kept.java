package io.tidings.user.attribute;

import io.tidings.user.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Attributes that news must not change where they have a value.
 *
 * @param names canonical
 */
public record Kept(Set<String> names) {
  public static final Kept NOTHING = new Kept(Set.of());

  private static final int MAX = 20;

  /**
   * @throws RefusedException where there are more than may be named
   */
  public static Kept accepted(List<String> offered) throws RefusedException {
    if (offered.isEmpty()) {
      return NOTHING;
    }
    if (offered.size() > MAX) {
      throw new RefusedException(
          "keep", "keep: %d were offered, at most %d are taken".formatted(offered.size(), MAX));
    }
    return new Kept(Set.copyOf(offered));
  }

  /** Why the news may not be taken; empty where nothing is in their way. */
  public Optional<RefusedException> objection(
      Map<String, Attribute> known, Map<String, AttributeValue> news) {
    for (String name : names) {
      Attribute held = known.get(name);
      AttributeValue offered = news.get(name);
      if (held != null
          && offered != null
          && !held.value().isNothing()
          && !held.value().equals(offered)) {
        return Optional.of(
            new RefusedException(
                "attributes." + name, "there is another value, which this update must not change"));
      }
    }
    return Optional.empty();
  }
}
