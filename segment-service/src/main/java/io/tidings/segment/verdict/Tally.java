package io.tidings.segment.verdict;

import io.tidings.segment.definition.EventCount;
import java.time.Duration;

/**
 * The events of a profile that count for one {@link EventCount}: all of them, or the newest as far
 * as they decide ({@link EventCount#deciding()}).
 *
 * @param oldestMillis when the oldest of them happened; meaningless where there are none
 */
public record Tally(long count, long oldestMillis) {
  public static final Tally NONE = new Tally(0, 0);

  boolean satisfies(EventCount wanted) {
    return count >= wanted.least() && count <= wanted.most();
  }

  /**
   * Counts only fall by themselves: too many may become enough, and enough too few. An event is
   * outside the window one millisecond after it has the window's age.
   */
  long changesAt(EventCount wanted) {
    Duration window = wanted.window();
    boolean falls = count > wanted.most() || (wanted.least() > 0 && count >= wanted.least());
    return window == null || !falls ? Verdict.NEVER : oldestMillis + window.toMillis() + 1;
  }
}
