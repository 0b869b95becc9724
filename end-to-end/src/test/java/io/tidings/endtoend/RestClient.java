package io.tidings.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** Plain HTTP against the gateway and the sandbox. */
public final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Credentials credentials;

  public RestClient(Credentials credentials) {
    this.credentials = credentials;
  }

  public record Answer(int status, JsonNode body, HttpResponse<String> response) {}

  public Answer post(String path, String key, String contentType, String body)
      throws IOException, InterruptedException {
    return call(
        authorized(path, key)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body)));
  }

  public Answer post(String path, String key, String json)
      throws IOException, InterruptedException {
    return post(path, key, "application/json", json);
  }

  Answer put(String path, String key, String json) throws IOException, InterruptedException {
    return call(
        authorized(path, key)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  public Answer get(String path, String key) throws IOException, InterruptedException {
    return call(authorized(path, key).GET());
  }

  Answer delete(String path, String key) throws IOException, InterruptedException {
    return call(authorized(path, key).DELETE());
  }

  private HttpRequest.Builder authorized(String path, String key) {
    byte[] userAndPassword = (key + ":").getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(credentials.gateway().resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(userAndPassword));
  }

  /** What the sandbox received on a channel for an address, the newest first. */
  List<JsonNode> received(String channel, String to) throws IOException, InterruptedException {
    String query = "/api/messages?channel=%s&to=%s".formatted(channel, to.replace("+", "%2B"));
    URI uri = credentials.sandbox().resolve(query);
    JsonNode body = call(HttpRequest.newBuilder(uri).GET()).body();
    return StreamSupport.stream(body.path("messages").spliterator(), false).toList();
  }

  private Answer call(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    String body = response.body();
    JsonNode json =
        body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : JSON.nullNode();
    return new Answer(response.statusCode(), json, response);
  }
}
