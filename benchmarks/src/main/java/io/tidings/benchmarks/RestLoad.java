package io.tidings.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clients of REST: so many connections, each with one call in flight. */
final class RestLoad implements AutoCloseable {
  private final HttpClient client;
  private final String authorization;
  private final URI uri;
  private final @Nullable Percentiles took;

  RestLoad(RunningSystem system, String path) {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    took = null;
    byte[] userAndPassword = (system.writeKey() + ":").getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
    uri = system.gateway(path);
  }

  private RestLoad(RestLoad like, Percentiles took) {
    this.client = like.client;
    this.authorization = like.authorization;
    this.uri = like.uri;
    this.took = took;
  }

  /**
   * The same clients, noting how long each call takes from the moment at which it is due: one that
   * waits for a late one before it is late too.
   */
  RestLoad timing(Percentiles took) {
    return new RestLoad(this, took);
  }

  /** Calls on all connections without a pause for so long; answers how many calls there were. */
  long during(Duration time, int connections, Supplier<byte[]> body) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    return whilst(() -> System.nanoTime() < end, connections, 0, body);
  }

  /**
   * Calls as long as it is wanted and returns when the last is answered; any answer but 200 fails.
   *
   * @param callsPerSecond of all connections together; 0: as fast as they are answered
   * @param body of the next call
   */
  long whilst(BooleanSupplier wanted, int connections, double callsPerSecond, Supplier<byte[]> body)
      throws Exception {
    long interval = callsPerSecond == 0 ? 0 : (long) (connections * 1e9 / callsPerSecond);
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int connection = 0; connection < connections; connection++) {
        long first = System.nanoTime() + connection * interval / connections;
        running.add(threads.submit(() -> call(wanted, first, interval, body)));
      }
      long calls = 0;
      for (Future<Long> one : running) {
        calls += one.get();
      }
      return calls;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private long call(BooleanSupplier wanted, long first, long interval, Supplier<byte[]> body)
      throws IOException, InterruptedException {
    long calls = 0;
    while (wanted.getAsBoolean()) {
      long due = first + calls * interval;
      long early = due - System.nanoTime();
      if (interval > 0 && early > 0) {
        LockSupport.parkNanos(early);
        continue;
      }
      post(body.get());
      calls++;
      if (took != null) {
        took.add(System.nanoTime() - due);
      }
    }
    return calls;
  }

  void post(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          uri + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
