package io.tidings.benchmarks;

import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * New users in, until they can be read. In full also what a user and an event cost with a hundred
 * thousand users on file, and with a million.
 */
final class UsersBenchmark implements Benchmark {
  private static final int CONNECTIONS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration BARE = Duration.ofSeconds(4);
  private static final long FEW = 100_000;
  private static final long MANY = 1_000_000;
  private static final Duration STRETCH = Duration.ofSeconds(15);

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "users";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    RestLoad load = new RestLoad(system, "/v1/batch");
    try (Connection profiles = system.database("user");
        Yardstick yardstick = new Yardstick()) {
      load.during(WARM_UP, CONNECTIONS, calls::newUsers);
      Costs few = size == Size.FULL ? withUsers(FEW, system, load, yardstick) : null;
      Meter meter = new Meter(system);
      Duration time = Duration.ofSeconds(size.of(20, 120));
      long users = load.during(time, CONNECTIONS, calls::newUsers) * Calls.PER_BATCH;
      checkReadable(system, profiles);
      Figure rate =
          meter.rate(
              "users",
              users,
              "users/s",
              "8 attributes, 100 a call, %d connections".formatted(CONNECTIONS));
      Costs many = size == Size.FULL ? withUsers(MANY, system, load, yardstick) : null;
      Figure figure =
          rate.against(
                  new BareInsert(profiles)
                      .rowsPerSecond("profile", "identifier", "profile_id", BARE))
              .noting("limit: multi-row INSERT of 500 durable users into the same tables")
              .atLeast(5_000)
              .ratioAtLeast(0.10);
      return few == null || many == null
          ? List.of(figure)
          : List.of(
              figure,
              growth("users.growth", few.user(), many.user()),
              growth("events.growth", few.event(), many.event()));
    }
  }

  private record Costs(Cost user, Cost event) {}

  private Costs withUsers(long users, RunningSystem system, RestLoad load, Yardstick yardstick)
      throws Exception {
    load.whilst(() -> calls.users() < users, CONNECTIONS, 0, calls::newUsers);
    Supplier<byte[]> events = () -> calls.events(IntakeBenchmark.EVENT);
    load.during(WARM_UP, CONNECTIONS, events);
    return new Costs(
        cost(system, load, yardstick, calls::newUsers), cost(system, load, yardstick, events));
  }

  private static Cost cost(
      RunningSystem system, RestLoad load, Yardstick yardstick, Supplier<byte[]> body)
      throws Exception {
    yardstick.begin();
    Meter meter = new Meter(system);
    long items = load.during(STRETCH, CONNECTIONS, body) * Calls.PER_BATCH;
    return meter.cost(items, yardstick);
  }

  private static Figure growth(String name, Cost few, Cost many) {
    return Figure.of(
            name, many.over(few), "times", "with %,d users on file over %,d".formatted(MANY, FEW))
        .noting(many.beside(few))
        .atMost(1.333);
  }

  private void checkReadable(RunningSystem system, Connection profiles) throws Exception {
    try (var statement = profiles.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM profile")) {
      rows.next();
      if (rows.getLong(1) != calls.users()) {
        throw new IllegalStateException(
            "%,d users were sent, %,d are there".formatted(calls.users(), rows.getLong(1)));
      }
    }
    var last = ProfileSelector.newBuilder().setUserId(Calls.userId(calls.users() - 1));
    // Throws where there is none.
    ProfileServiceGrpc.newBlockingStub(system.channel("user"))
        .getProfile(GetProfileRequest.newBuilder().setSelector(last).build());
  }
}
