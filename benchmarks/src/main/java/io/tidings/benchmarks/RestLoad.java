package io.tidings.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
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

/**
 * Clients of REST: so many connections, each with one call in flight. By the JDK's plain client,
 * whose calls change threads once and not nine times: the load takes its processors from the
 * system.
 */
final class RestLoad {
  /** More than any benchmark has; what is beyond it would be opened anew for each call. */
  private static final int MOST_CONNECTIONS = 64;

  static {
    System.setProperty("http.maxConnections", Integer.toString(MOST_CONNECTIONS));
    // No call is sent twice unnoticed.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private final String authorization;
  private final URI uri;
  private final @Nullable Percentiles took;

  RestLoad(RunningSystem system, String path) {
    took = null;
    byte[] userAndPassword = (system.writeKey() + ":").getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
    uri = system.gateway(path);
  }

  private RestLoad(RestLoad like, Percentiles took) {
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
      throws IOException {
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

  void post(byte[] body) throws IOException {
    var call = (HttpURLConnection) uri.toURL().openConnection();
    call.setRequestMethod("POST");
    call.setRequestProperty("Authorization", authorization);
    call.setRequestProperty("Content-Type", "application/json");
    call.setDoOutput(true);
    call.setFixedLengthStreamingMode(body.length);
    try (var out = call.getOutputStream()) {
      out.write(body);
    }
    int status = call.getResponseCode();
    // Read to its end, or the connection would not be used again.
    try (var answer = status < 400 ? call.getInputStream() : call.getErrorStream()) {
      String text = answer == null ? "" : new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      if (status != 200) {
        throw new IllegalStateException("%s answered %d: %s".formatted(uri, status, text));
      }
    }
  }
}
