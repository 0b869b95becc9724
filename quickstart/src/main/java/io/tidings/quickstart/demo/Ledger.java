package io.tidings.quickstart.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What the data demands beside what the system came to. */
final class Ledger {
  private record Line(String what, long expected, long actual) {
    boolean holds() {
      return expected == actual;
    }
  }

  private final List<Line> lines = new ArrayList<>();

  void expect(String what, long expected, long actual) {
    lines.add(new Line(what, expected, actual));
  }

  boolean holds() {
    return lines.stream().allMatch(Line::holds);
  }

  void print(PrintStream out) {
    out.printf("%n  %-52s %9s %9s%n", "", "expected", "actual");
    for (Line line : lines) {
      out.printf(
          "  %-52s %,9d %,9d  %s%n",
          line.what(), line.expected(), line.actual(), line.holds() ? "ok" : "WRONG");
    }
  }
}
