package io.tidings.benchmarks;

import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Events in, until they can be read in history and segment-service has seen them. */
final class IntakeBenchmark implements Benchmark {
  static final int CONNECTIONS = 8;
  static final String EVENT = "Order Completed";

  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BARE = Duration.ofSeconds(4);
  private static final int TENTHS = 10;

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Segments.ofBuyers(system);
    RestLoad load = new RestLoad(system, "/v1/batch");
    try (Connection history = system.database("event");
        Connection projection = system.database("segment");
        Yardstick yardstick = new Yardstick()) {
      var seen = new Seen(system, projection, Duration.ofMillis(size.of(100, 1_000)));
      long before = load.during(WARM_UP, CONNECTIONS, () -> calls.events(EVENT)) * Calls.PER_BATCH;
      seen.await(before);

      Duration tenth = Duration.ofMillis(size.of(1_500, 60_000));
      List<Figure> tenths = new ArrayList<>();
      List<Cost> costs = new ArrayList<>();
      Meter meter = new Meter(system);
      long events = 0;
      for (int i = 0; i < TENTHS; i++) {
        yardstick.begin();
        Meter one = new Meter(system);
        long sent = load.during(tenth, CONNECTIONS, () -> calls.events(EVENT)) * Calls.PER_BATCH;
        events += sent;
        costs.add(one.cost(sent, yardstick));
        tenths.add(one.rate("tenth", sent, "events/s", ""));
      }
      Duration answered = meter.elapsed();
      seen.await(before + events);
      Figure rate =
          meter
              .rate(
                  "intake", events, "events/s", "100 a call, %d connections".formatted(CONNECTIONS))
              .noting("answered at %.0f/s".formatted(events / (answered.toMillis() / 1e3)))
              .noting(
                  "a fixed piece of work took %.2f ms in the middle"
                      .formatted(costs.get(TENTHS / 2).pieceMillis()))
              .against(new BareInsert(history).rowsPerSecond("event", BARE))
              .noting("limit: multi-row INSERT of 500 durable rows into the same table")
              .atLeast(10_000)
              .ratioAtLeast(0.15);
      return size == Size.SHORT ? List.of(rate) : List.of(rate, growth(costs), memory(tenths));
    }
  }

  private static Figure growth(List<Cost> tenths) {
    Cost first = tenths.getFirst();
    Cost last = tenths.getLast();
    return Figure.of(
            "intake.growth", last.over(first), "times", "cost of an event, last over first tenth")
        .noting(last.beside(first))
        .atMost(1.1);
  }

  private static Figure memory(List<Figure> tenths) {
    var mib =
        tenths.stream()
            .skip(1)
            .map(Figure::rssMib)
            .mapToLong(it -> it == null ? 0 : it)
            .summaryStatistics();
    double middle = (mib.getMax() + mib.getMin()) / 2.0;
    double swing = 100 * (mib.getMax() - middle) / middle;
    return Figure.of("intake.memory", swing, "± %", "after the first tenth, %s MiB".formatted(mib))
        .atMost(10);
  }

  /** Whether what was sent has arrived everywhere, and no more than that. */
  private static final class Seen {
    private static final String KEPT = "SELECT count(*) FROM event";

    private final EventServiceBlockingStub history;
    private final Connection projection;

    /** To count millions takes the database long enough to hold up what is waited for. */
    private final Duration pause;

    Seen(RunningSystem system, Connection projection, Duration pause) {
      this.history = EventServiceGrpc.newBlockingStub(system.channel("event"));
      this.projection = projection;
      this.pause = pause;
    }

    void await(long events) throws Exception {
      var request =
          CountEventsRequest.newBuilder()
              .setFilter(EventFilter.newBuilder().addNames(EVENT))
              .build();
      long recorded = history.countEvents(request).getCount();
      if (recorded != events) {
        throw new IllegalStateException(
            "%,d events were answered with 200, %,d are in history".formatted(events, recorded));
      }
      Await.until(
          "events seen by segment-service", PATIENCE, pause, () -> inProjection() >= events);
      if (inProjection() > events) {
        throw new IllegalStateException("segment-service has more events than were sent");
      }
    }

    private long inProjection() throws SQLException {
      try (var statement = projection.createStatement();
          ResultSet rows = statement.executeQuery(KEPT)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
