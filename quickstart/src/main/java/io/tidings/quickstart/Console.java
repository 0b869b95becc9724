package io.tidings.quickstart;

import io.tidings.backends.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says on the terminal what is going on: one line for each step, and one more for a step that takes
 * its time.
 */
final class Console implements Progress {
  private static final Duration SOON = Duration.ofSeconds(4);

  private final PrintStream out;
  private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();

  Console(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
  }

  @Override
  public void began(String step) {
    underWay.put(step, true);
    Thread.startVirtualThread(() -> {
      try {
        Thread.sleep(SOON);
      } catch (InterruptedException _) {
        return;
      }
      if (underWay.containsKey(step)) {
        say("  … " + step);
      }
    });
  }

  @Override
  public void done(String step, String how, Duration took) {
    underWay.remove(step);
    say(String.format(Locale.ROOT, "  ✓ %-22s %-24s %5.1f s", step, how, took.toMillis() / 1000.0));
  }
}
