package io.tidings.benchmarks;

import io.tidings.proto.event.v1.CountEventsRequest;
import io.tidings.proto.event.v1.EventFilter;
import io.tidings.proto.event.v1.EventServiceGrpc;
import io.tidings.proto.event.v1.EventServiceGrpc.EventServiceBlockingStub;
import io.tidings.proto.user.v1.GetProfileRequest;
import io.tidings.proto.user.v1.ProfileSelector;
import io.tidings.proto.user.v1.ProfileServiceGrpc;
import io.tidings.proto.user.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An anonymous visitor with a long history turns out to be a known user: from the call that says so
 * until history and the projection of segment-service hold all of it under that user, while other
 * users' events come in.
 */
final class MergeBenchmark implements Benchmark {
  private static final int EVENTS = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What comes in beside it. */
  private static final int CONNECTIONS = 4;

  private static final double CALLS_PER_SECOND = 100;

  private final Calls calls = new Calls(Clock.systemUTC());

  @Override
  public String name() {
    return "merge";
  }

  @Override
  public List<Figure> run(RunningSystem system, Size size) throws Exception {
    Segments.ofBuyers(system);
    int rounds = (int) size.of(3, 10);
    Percentiles merges = new Percentiles();
    Percentiles before = new Percentiles();
    Percentiles during = new Percentiles();
    RestLoad batches = new RestLoad(system, "/v1/batch");
    RestLoad identify = new RestLoad(system, "/v1/identify");
    RestLoad others = new RestLoad(system, "/v1/track");
    try (Connection projection = system.database("segment")) {
      var reading = new Reading(system, projection);
      batches.post(calls.newUsers());
      for (int round = 0; round < rounds; round++) {
        String visitor = "visitor-" + round;
        for (int sent = 0; sent < EVENTS; sent += Calls.PER_BATCH) {
          batches.post(calls.ofVisitor(IntakeBenchmark.EVENT, visitor));
        }
        String known = Calls.userId(round);
        UUID profile = reading.profile(known);
        long sentByNow = (round + 1L) * EVENTS;
        Await.until("history is there", PATIENCE, () -> reading.kept() >= sentByNow);
        others(others.timing(before), () -> pause());
        others(
            others.timing(during),
            () -> {
              long start = System.nanoTime();
              identify.post(identified(known, visitor));
              Await.until(
                  "all history is the user's",
                  PATIENCE,
                  () -> reading.history(known) == EVENTS && reading.projected(profile) == EVENTS);
              merges.add(System.nanoTime() - start);
              return true;
            });
      }
    }
    return List.of(
        merges
            .figure("merge", 100, "of %,d events, the slowest of %d".formatted(EVENTS, rounds))
            .atMost(2_000),
        during.figure(
            "merge.others",
            99,
            "/v1/track of others meanwhile; before it p99 was %.1f".formatted(before.at(99))));
  }

  private static boolean pause() throws InterruptedException {
    Thread.sleep(2_000);
    return true;
  }

  /** Lets events of others come in while the work is done. */
  private void others(RestLoad load, Callable<Boolean> work) throws Exception {
    var wanted = new AtomicBoolean(true);
    try (var thread = Executors.newSingleThreadExecutor()) {
      var running =
          thread.submit(() ->
              load.whilst(
                  wanted::get,
                  CONNECTIONS,
                  CALLS_PER_SECOND,
                  () -> calls.track("Page seen", 50 + System.nanoTime() % 50)));
      try {
        work.call();
      } finally {
        wanted.set(false);
        running.get();
      }
    }
  }

  private static byte[] identified(String userId, String anonymousId) {
    return "{\"userId\": \"%s\", \"anonymousId\": \"%s\"}"
        .formatted(userId, anonymousId)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What each service has by now. */
  private static final class Reading {
    private final ProfileServiceBlockingStub profiles;
    private final EventServiceBlockingStub history;
    private final Connection projection;

    Reading(RunningSystem system, Connection projection) {
      this.profiles = ProfileServiceGrpc.newBlockingStub(system.channel("user"));
      this.history = EventServiceGrpc.newBlockingStub(system.channel("event"));
      this.projection = projection;
    }

    UUID profile(String userId) {
      var selector = ProfileSelector.newBuilder().setUserId(userId);
      return UUID.fromString(
          profiles
              .getProfile(GetProfileRequest.newBuilder().setSelector(selector).build())
              .getProfile()
              .getId());
    }

    long history(String userId) {
      var filter =
          EventFilter.newBuilder()
              .setProfileId(profile(userId).toString())
              .addNames(IntakeBenchmark.EVENT);
      return history
          .countEvents(CountEventsRequest.newBuilder().setFilter(filter).build())
          .getCount();
    }

    long projected(UUID profileId) throws SQLException {
      try (var statement =
          projection.prepareStatement("SELECT count(*) FROM event WHERE profile_id = ?")) {
        statement.setObject(1, profileId);
        return number(statement.executeQuery());
      }
    }

    long kept() throws SQLException {
      try (var statement = projection.createStatement()) {
        return number(statement.executeQuery("SELECT count(*) FROM event"));
      }
    }

    private static long number(ResultSet rows) throws SQLException {
      try (rows) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
