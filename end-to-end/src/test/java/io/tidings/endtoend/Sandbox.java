package io.tidings.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** The outside world: what reached it, and what is to go wrong there. */
public final class Sandbox {
  private static final ObjectReader READER = new ObjectMapper().reader();

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  public Sandbox(URI base) {
    this.base = base;
  }

  /** How many mails with the subject reached each address. */
  public Map<String, Integer> mails(String subject) throws IOException, InterruptedException {
    Map<String, Integer> found = new TreeMap<>();
    count("email", found, message -> message.path("subject").asText().equals(subject));
    return found;
  }

  /** How many texts reached each number. */
  public Map<String, Integer> texts() throws IOException, InterruptedException {
    Map<String, Integer> found = new TreeMap<>();
    count("sms", found, _ -> true);
    return found;
  }

  private interface Matching {
    boolean matches(JsonNode message);
  }

  private void count(String channel, Map<String, Integer> found, Matching matching)
      throws IOException, InterruptedException {
    URI uri = base.resolve("/api/messages?limit=100000&channel=" + channel);
    var request = HttpRequest.newBuilder(uri).build();
    try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
      JsonNode messages = READER.readTree(body).path("messages");
      for (JsonNode message : messages) {
        if (matching.matches(message)) {
          found.merge(message.path("to").asText(), 1, Integer::sum);
        }
      }
    }
  }

  public void setFault(String endpoint, String mode, double rate)
      throws IOException, InterruptedException {
    put("{\"%s\": {\"mode\": \"%s\", \"rate\": %s}}".formatted(endpoint, mode, rate));
  }

  public void clearFaults() throws IOException, InterruptedException {
    call(HttpRequest.newBuilder(base.resolve("/api/faults")).DELETE().build());
  }

  private void put(String json) throws IOException, InterruptedException {
    call(
        HttpRequest.newBuilder(base.resolve("/api/faults"))
            .PUT(BodyPublishers.ofString(json))
            .build());
  }

  private void call(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("the sandbox answered " + answer.statusCode() + answer.body());
    }
  }
}
