package io.tidings.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code benchmarks/run NAME [--short]}: one JSON line per figure, then a table. */
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new StartBenchmark(),
          new IdleBenchmark(),
          new IntakeBenchmark(),
          new UsersBenchmark(),
          new RpcBenchmark(),
          new LiveBenchmark(),
          new SegmentBenchmark(),
          new BroadcastBenchmark(),
          new TrackBenchmark(),
          new ImportBenchmark(),
          new MergeBenchmark());

  private Benchmarks() {}

  /** Exits with 0 when all was measured, whether met or not. */
  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    String wanted = words.isEmpty() ? "" : words.getFirst();
    List<Benchmark> chosen =
        ALL.stream().filter(it -> wanted.equals("all") || wanted.equals(it.name())).toList();
    if (chosen.isEmpty()) {
      String names = String.join(", ", ALL.stream().map(Benchmark::name).toList());
      System.err.println("'" + wanted + "' is no benchmark; there are: " + names + ", and all");
      System.exit(2);
    }
    Benchmark.Size size = words.contains("--short") ? Benchmark.Size.SHORT : Benchmark.Size.FULL;
    int profile = words.indexOf("--profile");
    Path recordings =
        profile < 0 ? null : Path.of(words.get(profile + 1)).toAbsolutePath().normalize();
    List<Figure> figures = new ArrayList<>();
    for (Benchmark benchmark : chosen) {
      figures.addAll(run(benchmark, size, recordings));
    }
    System.out.println();
    System.out.println(Figure.heading());
    figures.forEach(figure -> System.out.println(figure.line()));
    System.exit(figures.stream().anyMatch(figure -> figure.unit().isEmpty()) ? 1 : 0);
  }

  private static List<Figure> run(
      Benchmark benchmark, Benchmark.Size size, @Nullable Path recordings) {
    Path root = Path.of(System.getProperty("tidings.root")).toAbsolutePath().normalize();
    // What else the machine does tells how far a figure can be trusted.
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String machine =
        String.format(
            Locale.ROOT,
            "%d processors, load %.1f before",
            Runtime.getRuntime().availableProcessors(),
            load);
    List<Figure> figures;
    try (RunningSystem system = RunningSystem.start(root, recordings)) {
      figures = benchmark.run(system, size);
    } catch (Exception failure) {
      failure.printStackTrace();
      figures = List.of(Figure.failed(benchmark.name(), failure));
    }
    List<Figure> noted = figures.stream().map(figure -> figure.noting(machine)).toList();
    noted.forEach(figure -> System.out.println(figure.json()));
    return noted;
  }
}
