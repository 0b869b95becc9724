package io.tidings.integration.source;

import io.tidings.integration.http.BoundedCall;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Fetched over the network. A redirect is followed nowhere: the host was looked at. */
@Singleton
final class FetchedAmazonPages implements AmazonPages {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 64 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Override
  public byte[] fetch(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try {
      HttpResponse<byte[]> response = BoundedCall.send(client, request, TIMEOUT, MAX_BYTES);
      if (response.statusCode() != 200) {
        throw new IOException("it answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopping);
    }
  }
}
