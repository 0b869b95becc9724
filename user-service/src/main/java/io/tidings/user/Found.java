package io.tidings.user;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a selector leads to.
 *
 * @param known null where nothing is known by it, or it is left out
 * @param leftOut whether something is known, for which the answer has no room
 */
public record Found<T>(@Nullable T known, boolean leftOut) {
  private static final Found<?> NOTHING = new Found<>(null, false);

  @SuppressWarnings("unchecked")
  public static <T> Found<T> nothing() {
    return (Found<T>) NOTHING;
  }

  /** The same as something else. */
  public <R> Found<R> map(Function<T, R> mapping) {
    return new Found<>(known == null ? null : mapping.apply(known), leftOut);
  }
}
