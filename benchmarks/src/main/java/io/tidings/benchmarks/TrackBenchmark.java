package io.tidings.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** How long a single call takes while half as many come in as at most can. */
final class TrackBenchmark implements Benchmark {
  private static final int CONNECTIONS = 64;
  private static final int USERS = 10_000;

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "track";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Segments.ofBuyers(system);
    RestLoad load = new RestLoad(system, "/v1/track");
    load.during(Duration.ofSeconds(size.of(45, 60)), CONNECTIONS, this::order);
    Duration time = Duration.ofSeconds(size.of(10, 60));
    Meter meter = new Meter(system);
    long sent = load.during(time, CONNECTIONS, this::order);
    Figure peak = meter.rate("track", sent, "calls/s", "%d connections".formatted(CONNECTIONS));

    Percentiles took = new Percentiles();
    long end = System.nanoTime() + time.toNanos();
    load.timing(took)
        .whilst(() -> System.nanoTime() < end, CONNECTIONS, peak.value() / 2, this::order);
    return List.of(
        peak,
        took.figure("track.p99", 99, "at %.0f calls/s".formatted(peak.value() / 2)).atMost(50));
  }

  private byte[] order() {
    return calls.track(IntakeBenchmark.EVENT, ThreadLocalRandom.current().nextInt(USERS));
  }
}
