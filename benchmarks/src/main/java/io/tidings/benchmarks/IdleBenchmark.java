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
    var meter = new Meter(system);
    Thread.sleep(Duration.ofSeconds(size.of(45, 60)));
    Figure busy = meter.busy("idle.cpu").atMost(MOST_PERCENT);
    long mib = system.processes().rssMib();
    return List.of(
        Figure.of("idle.memory", mib, "MiB", "MiB by process " + system.processes().rssMibByName())
            .atMost(MOST_MIB),
        busy);
  }
}
