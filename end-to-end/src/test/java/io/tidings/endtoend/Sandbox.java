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

/** The outside world: what reached it, and what is to go wrong there. */
public final class Sandbox {
  private static final ObjectReader READER = new ObjectMapper().reader();

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  public Sandbox(URI base) {
    this.base = base;
  }

  /** Told of a message that arrived. */
  public interface Receiver {
    void receive(String channel, String to, String subject);
  }

  /** Hands over everything that arrived since the last time, each message once. */
  public void take(Receiver receiver) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve("/api/messages")).DELETE().build();
    try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
      for (JsonNode message : READER.readTree(body).path("messages")) {
        receiver.receive(
            message.path("channel").asText(),
            message.path("to").asText(),
            message.path("subject").asText());
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
