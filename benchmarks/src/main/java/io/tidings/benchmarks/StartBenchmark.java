package io.tidings.benchmarks;

import java.util.List;

/** Built, data folder existing: until all is healthy. */
final class StartBenchmark implements Benchmark {
  private static final double MOST_SECONDS = 20;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    system.stop();
    double seconds = system.up().toMillis() / 1e3;
    return List.of(
        Figure.of("start", seconds, "s", "`tidings up --detach` on an existing data folder")
            .atMost(MOST_SECONDS));
  }
}
