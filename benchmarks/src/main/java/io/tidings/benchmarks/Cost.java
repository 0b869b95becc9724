package io.tidings.benchmarks;

/**
 * What one unit of work cost at some time.
 *
 * @param cpuMillis of all processes of the system
 * @param pieceMillis what a piece of the {@link Yardstick} cost meanwhile
 */
record Cost(double cpuMillis, double pieceMillis) {

  /** How many times as much as at another time, had the processors been as fast as then. */
  double over(Cost earlier) {
    return cpuMillis / earlier.cpuMillis / (pieceMillis / earlier.pieceMillis);
  }

  /** Both costs as they were taken, and how fast the processors were. */
  String beside(Cost earlier) {
    return "%.3f ms each, %.3f before, while a fixed piece of work cost %.2f times as much as before"
        .formatted(cpuMillis, earlier.cpuMillis, pieceMillis / earlier.pieceMillis);
  }
}
