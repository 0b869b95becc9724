package io.tidings.benchmarks;

import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** New users in, until they can be read. */
final class UsersBenchmark implements Benchmark {
  private static final int CONNECTIONS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration BARE = Duration.ofSeconds(4);

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "users";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    try (RestLoad load = new RestLoad(system, "/v1/batch");
        Connection profiles = system.database("user")) {
      load.during(WARM_UP, CONNECTIONS, calls::newUsers);
      Meter meter = new Meter(system);
      Duration time = Duration.ofSeconds(size.of(20, 120));
      long users = load.during(time, CONNECTIONS, calls::newUsers) * Calls.PER_BATCH;
      checkReadable(system, profiles);
      return List.of(
          meter
              .rate(
                  "users",
                  users,
                  "users/s",
                  "8 attributes, 100 a call, %d connections".formatted(CONNECTIONS))
              .against(
                  new BareInsert(profiles)
                      .rowsPerSecond("profile", "identifier", "profile_id", BARE))
              .noting("limit: multi-row INSERT of 500 durable users into the same tables")
              .atLeast(5_000)
              .ratioAtLeast(0.10));
    }
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
