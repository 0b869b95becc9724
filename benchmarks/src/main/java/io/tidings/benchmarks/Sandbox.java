package io.tidings.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** What arrived in the outside world of a system. */
final class Sandbox implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI root;

  Sandbox(URI root) {
    this.root = root;
  }

  /** When the latest message reached this number or address. */
  Optional<Instant> receivedAt(String channel, String to) throws IOException, InterruptedException {
    String query =
        "api/messages?limit=1&channel=%s&to=%s"
            .formatted(channel, URLEncoder.encode(to, StandardCharsets.UTF_8));
    JsonNode messages = get(query).path("messages");
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.parse(messages.get(0).path("receivedAt").asText()));
  }

  /** How many messages of a channel have arrived. */
  long count(String channel) throws IOException, InterruptedException {
    return get("api/counts").path(channel).asLong();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    client.close();
  }
}
