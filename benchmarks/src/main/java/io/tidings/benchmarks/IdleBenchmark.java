package io.tidings.benchmarks;

import java.time.Duration;
import java.util.List;

/** Everything started, nothing to do. */
final class IdleBenchmark implements Benchmark {
  private static final double MOST_MIB = 1.2 * 1024;
  private static final double MOST_PERCENT = 5;
  private static final Duration SETTLING = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Thread.sleep(SETTLING); // what start-up left to do
    Duration watched = Duration.ofSeconds(size.of(45, 60));
    double before = system.processes().cpuMillis();
    Thread.sleep(watched);
    double percent = 100 * (system.processes().cpuMillis() - before) / watched.toMillis();
    long mib = system.processes().rssMib();
    return List.of(
        Figure.of("idle.memory", mib, "MiB", "MiB by process " + system.processes().rssMibByName())
            .atMost(MOST_MIB),
        Figure.of("idle.cpu", percent, "% of a core", "over " + watched.toSeconds() + " s")
            .atMost(MOST_PERCENT));
  }
}
