package io.tidings.benchmarks;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long something took, many times. */
final class Percentiles {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final Histogram nanos = new Histogram(LONGEST, 3);

  synchronized void add(long took) {
    nanos.recordValue(Math.clamp(took, 0, LONGEST));
  }

  /** In milliseconds. */
  double at(double percent) {
    return nanos.getValueAtPercentile(percent) / 1e6;
  }

  /** One figure, with what lies around it in the note. */
  Figure figure(String name, double percent, String what) {
    return Figure.of(
        name,
        at(percent),
        "ms",
        String.format(
            Locale.ROOT,
            "%s, %d samples: p50 %.1f, p90 %.1f, p99 %.1f, longest %.1f",
            what,
            nanos.getTotalCount(),
            at(50),
            at(90),
            at(99),
            at(100)));
  }
}
