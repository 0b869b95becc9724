package io.tidings.quickstart.demo;

import io.tidings.proto.messaging.v1.Broadcast;
import io.tidings.proto.messaging.v1.BroadcastState;
import io.tidings.proto.messaging.v1.GetBroadcastRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A busy time: events and users come in over several connections, one by one and by the hundred;
 * then everyone is mailed.
 */
public final class Rush {
  private static final int CONNECTIONS = 8;
  private static final int SINGLE_CALLS = 400;
  private static final int BATCHES = 40;
  private static final int PER_BATCH = 100;
  private static final int USERS = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final DemoTarget target;
  private final Clock clock;

  public Rush(DemoTarget target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Returns when every call is answered and every mail is out, or {@link #PATIENCE} at an end. */
  public void run() throws InterruptedException {
    call();
    mail();
  }

  private void call() throws InterruptedException {
    try (DemoRest rest = new DemoRest(target);
        var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Callable<Void>> connections =
          Stream.<Callable<Void>>concat(
                  IntStream.range(0, CONNECTIONS)
                      .mapToObj(connection -> () -> singles(rest, connection)),
                  IntStream.range(0, CONNECTIONS)
                      .mapToObj(connection -> () -> batches(rest, connection)))
              .toList();
      for (Future<Void> connection : threads.invokeAll(connections)) {
        connection.get();
      }
    } catch (ExecutionException e) {
      throw new DemoFailure("a call of the rush failed: " + e.getCause());
    }
  }

  private Void singles(DemoRest rest, int connection) {
    for (int i = 0; i < SINGLE_CALLS; i++) {
      rest.collect("/v1/track", event(connection * SINGLE_CALLS + i));
      if (i % 4 == 0) {
        rest.collect("/v1/identify", user(connection * SINGLE_CALLS + i));
      }
    }
    return null;
  }

  private Void batches(DemoRest rest, int connection) {
    for (int i = 0; i < BATCHES; i++) {
      int first = (connection * BATCHES + i) * PER_BATCH;
      List<Map<String, Object>> calls =
          IntStream.range(first, first + PER_BATCH)
              .mapToObj(index -> index % 10 == 0 ? user(index) : event(index))
              .toList();
      rest.collect("/v1/batch", Map.of("batch", calls));
    }
    return null;
  }

  private void mail() throws InterruptedException {
    try (DemoGrpc grpc = new DemoGrpc(target)) {
      Broadcast news = grpc.broadcasts.createBroadcast(Story.newsForAll()).getBroadcast();
      var request = GetBroadcastRequest.newBuilder().setBroadcastId(news.getId()).build();
      Instant deadline = clock.instant().plus(PATIENCE);
      while (clock.instant().isBefore(deadline)
          && grpc.broadcasts.getBroadcast(request).getBroadcast().getState()
              == BroadcastState.BROADCAST_STATE_RUNNING) {
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }

  private Map<String, Object> event(int index) {
    return Map.of(
        "type",
        "track",
        "userId",
        "rush-" + (index * 31L) % USERS,
        "event",
        MInt.CAP_WARNING,
        "timestamp",
        clock.instant().toString(),
        "properties",
        Map.of("order", "order-" + index, "total", index, "first", false));
  }

  private Map<String, Object> user(int index) {
    return Map.of(
        "type",
        "identify",
        "userId",
        "rush-" + index,
        "traits",
        Map.of(
            "email",
            "rush-%d@mint.example".formatted(index),
            "number",
            "+234803%07d".formatted(index),
            "first_name",
            "Ada",
            "monthly_usage",
            index % 900,
            "city",
            "Lagos"));
  }
}
