package io.tidings.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Wall time and the system's CPU over one stretch of work. */
final class Meter {
  private final Processes processes;
  private final Map<String, Double> cpuAtStart;
  private final long start = System.nanoTime();

  Meter(RunningSystem system) {
    this.processes = system.processes();
    this.cpuAtStart = processes.cpuMillisByName();
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A rate over the time since the start, with what it cost. */
  Figure rate(String name, long units, String unit, String note) {
    double seconds = elapsed().toNanos() / 1e9;
    Map<String, Double> cpu = cpu();
    double sum = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    return Figure.of(name, units / seconds, unit, note)
        .costing(sum / units, processes.rssMib())
        .noting("CPU in ms by process " + rounded(cpu));
  }

  /** What each unit has cost since the start. */
  Cost cost(long units, Yardstick yardstick) {
    double sum = cpu().values().stream().mapToDouble(Double::doubleValue).sum();
    return new Cost(sum / units, yardstick.pieceMillis());
  }

  /** How busy the system was since the start, in percent of one processor. */
  Figure busy(String name) {
    Map<String, Double> cpu = cpu();
    double sum = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    return Figure.of(
        name,
        100 * sum / elapsed().toMillis(),
        "% of a core",
        "over %d s; CPU in ms by process %s".formatted(elapsed().toSeconds(), rounded(cpu)));
  }

  /** CPU in milliseconds since the start, by process. */
  private Map<String, Double> cpu() {
    Map<String, Double> used = processes.cpuMillisByName();
    used.replaceAll((name, millis) -> millis - cpuAtStart.getOrDefault(name, 0.0));
    return used;
  }

  private static Map<String, Long> rounded(Map<String, Double> numbers) {
    Map<String, Long> rounded = new TreeMap<>();
    numbers.forEach((name, number) -> {
      if (number >= 100) {
        rounded.put(name, Math.round(number));
      }
    });
    return rounded;
  }
}
