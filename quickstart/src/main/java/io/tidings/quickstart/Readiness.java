package io.tidings.quickstart;

import io.tidings.backends.OwnProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks services whether they are ready. */
final class Readiness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Addresses addresses;

  Readiness(Addresses addresses) {
    this.addresses = addresses;
  }

  /** Whether it is this process that answers for the service, and is ready. */
  boolean of(Service service, OwnProcess process) throws InterruptedException {
    return of(service) && process.isListening(addresses.httpPort(service));
  }

  boolean of(Service service) throws InterruptedException {
    URI uri = URI.create(addresses.http(service) + "/health/readiness");
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
