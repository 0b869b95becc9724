package io.tidings.messaging.channel.http;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** A provider's HTTP API in use. Thread-safe. */
public final class HttpApi implements AutoCloseable {
  private static final int MAX_ANSWER = 64 * 1024;

  private final String provider;
  private final Duration timeout;
  private final int concurrency;
  private final JsonMapper json;
  private final Clock clock;
  private final HttpClient http;
  private final Semaphore permits;

  /** One way of sending a message, with all calls that it takes. */
  public interface Sending {
    Outcome send() throws InterruptedException;
  }

  /**
   * @param provider as outcomes call it
   * @param timeout how long to wait for each answer
   * @param concurrency messages under way at once, at most
   */
  public HttpApi(
      String provider,
      HttpClient.Version version,
      Duration timeout,
      int concurrency,
      JsonMapper json,
      Clock clock) {
    this.provider = provider;
    this.timeout = timeout;
    this.concurrency = concurrency;
    this.json = json;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(version)
            .connectTimeout(timeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.permits = new Semaphore(concurrency);
  }

  public int concurrency() {
    return concurrency;
  }

  /** Sends once fewer messages are under way than may be. */
  public Outcome inTurn(Sending sending) {
    try {
      permits.acquire();
      try {
        return sending.send();
      } finally {
        permits.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("stopped while it waited for " + provider, null);
    }
  }

  /** The call that a message goes with: without an answer it may have arrived all the same. */
  public Outcome handOver(HttpRequest.Builder message, Function<HttpReply, Outcome> meaning)
      throws InterruptedException {
    try {
      return meaning.apply(call(message));
    } catch (HttpConnectTimeoutException | ConnectException unreached) {
      return new Outcome.Deferred("%s cannot be reached".formatted(provider), null);
    } catch (HttpTimeoutException silence) {
      return new Outcome.InDoubt(
          "%s did not answer within %d s".formatted(provider, timeout.toSeconds()));
    } catch (IOException lost) {
      return new Outcome.InDoubt("%s was lost: %s".formatted(provider, lost.getMessage()));
    }
  }

  /** Any other call. */
  public HttpReply call(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request.timeout(timeout).build(),
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER));
    return HttpReply.of(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Retry-After").orElse(null),
        json,
        clock);
  }

  @Override
  public void close() {
    http.shutdown();
  }
}
