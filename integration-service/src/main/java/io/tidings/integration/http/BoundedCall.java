package io.tidings.integration.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call whose answer is bounded, its body too: in time and in size. */
public final class BoundedCall {
  private BoundedCall() {}

  /**
   * The timeout that a request itself can have ends with the headers of the answer.
   *
   * @param patience for the whole answer
   * @param maxBytes of its body; what is beyond is left out
   * @throws HttpTimeoutException where it is not whole by then
   */
  public static HttpResponse<byte[]> send(
      HttpClient client, HttpRequest request, Duration patience, int maxBytes)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, _ -> new Beginning(maxBytes));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no whole answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known
          ? known
          : new IOException(failure.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
