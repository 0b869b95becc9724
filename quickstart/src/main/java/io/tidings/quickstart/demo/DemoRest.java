package io.tidings.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The REST calls of the demo, made as any HTTP client would. */
final class DemoRest implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final DemoTarget target;

  DemoRest(DemoTarget target) {
    this.target = target;
  }

  /** An identify, track or batch call, with the public write key. */
  JsonNode collect(String path, Object body) {
    return call(post(target.gateway().resolve(path), target.writeKey(), write(body)));
  }

  /** A call that only a server may make, with the secret key. */
  JsonNode command(String path, Object body) {
    return call(post(target.gateway().resolve(path), target.secretKey(), write(body)));
  }

  JsonNode upload(String path, String csv) {
    return call(
        request(target.gateway().resolve(path), target.secretKey())
            .header("Content-Type", "text/csv; charset=utf-8")
            .POST(BodyPublishers.ofString(csv)));
  }

  /** What the sandbox received on a channel, the newest first. */
  JsonNode sandboxMessages(String channel) {
    URI uri = target.sandbox().resolve("/api/messages?limit=10000&channel=" + channel);
    return call(HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET()).path("messages");
  }

  private static HttpRequest.Builder post(URI uri, String key, byte[] body) {
    return request(uri, key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpRequest.Builder request(URI uri, String key) {
    byte[] userAndPassword = (key + ":").getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(uri)
        .timeout(TIMEOUT)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(userAndPassword));
  }

  private JsonNode call(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new DemoFailure(
            "%s %s was answered %d: %s"
                .formatted(
                    request.method(), request.uri(), response.statusCode(), response.body()));
      }
      return json.readTree(response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }

  private byte[] write(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
