package io.tidings.benchmarks;

import java.util.List;

/** One thing measured, on a system of its own. */
interface Benchmark {
  /** As given on the command line. */
  String name();

  /**
   * @param size how much work to do
   */
  List<Figure> run(RunningSystem system, Size size) throws Exception;

  /** How much work: enough to see the figure, or enough to see trends. */
  enum Size {
    SHORT,
    FULL;

    long of(long small, long large) {
      return this == SHORT ? small : large;
    }
  }
}
