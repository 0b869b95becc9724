package io.tidings.rpc;

import java.util.List;

/**
 * A part of what is read one after another.
 *
 * @param isLast whether nothing follows
 */
public record Part<T>(List<T> items, boolean isLast) {
  public Part {
    items = List.copyOf(items);
  }

  /** What was read where at most so many were asked for: the last where there are fewer. */
  public static <T> Part<T> of(List<T> items, int limit) {
    return new Part<>(items, items.size() < limit);
  }
}
