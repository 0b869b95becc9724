package io.tidings.segment.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many events of one name a profile must have.
 *
 * @param window only events not older than this, in whole milliseconds; null: all history
 * @param where only events whose properties match all of these
 */
public record EventCount(
    String event,
    CountComparison comparison,
    long count,
    @Nullable Duration window,
    List<PropertyFilter> where) {

  public EventCount {
    where = List.copyOf(where);
  }

  /** Compares one property of an event. */
  public record PropertyFilter(String property, Comparison comparison) {}

  /** The fewest events that satisfy it. */
  public long least() {
    return comparison.least(count);
  }

  /** The most events that satisfy it; {@link Long#MAX_VALUE} where there is no limit. */
  public long most() {
    return comparison.most(count);
  }

  /**
   * How many of the newest events decide: whether there are more of them makes no difference, to
   * the answer and to the moment at which it changes by itself.
   */
  public long deciding() {
    return most() == Long.MAX_VALUE ? least() : most() + 1;
  }

  /** The oldest moment at which an event still counts. */
  public long since(long nowMillis) {
    return window == null ? Long.MIN_VALUE : nowMillis - window.toMillis();
  }
}
