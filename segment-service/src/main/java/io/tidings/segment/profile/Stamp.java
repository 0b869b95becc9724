package io.tidings.segment.profile;

import java.util.Comparator;

/**
 * When an attribute was set: the latest by time wins, of those at the same time the one of the
 * higher version of the profile.
 */
public record Stamp(long epochMicros, long version) implements Comparable<Stamp> {
  private static final Comparator<Stamp> ORDER =
      Comparator.comparingLong(Stamp::epochMicros).thenComparingLong(Stamp::version);

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }

  /** As it is kept: {@code micros:version}. */
  String text() {
    return epochMicros + ":" + version;
  }

  static Stamp parse(String text) {
    int colon = text.indexOf(':');
    return new Stamp(
        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }
}
