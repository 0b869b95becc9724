package io.tidings.quickstart.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the sandbox received, to be read by programs and people, and its faults, to be set. */
final class SandboxApi {

  private static final int STANDARD_LIMIT = 100;
  private static final int MAX_LIMIT = 100_000;
  private static final int MAX_BODY = 64 * 1024;

  private final ReceivedMessages messages;
  private final Faults faults;
  private final ObjectMapper json;

  SandboxApi(ReceivedMessages messages, Faults faults, ObjectMapper json) {
    this.messages = messages;
    this.faults = faults;
    this.json = json;
  }

  void addTo(HttpServer server) {
    server.createContext("/api/messages", guarded(this::messages));
    server.createContext("/api/counts", guarded(this::counts));
    server.createContext("/api/faults", guarded(this::faults));
    server.createContext("/", guarded(this::page));
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private HttpHandler guarded(Handler handler) {
    return exchange -> {
      try (exchange) {
        handler.handle(exchange);
      } catch (IllegalArgumentException refused) {
        answer(exchange, 400, Map.of("error", String.valueOf(refused.getMessage())));
      }
    };
  }

  private void messages(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> list(exchange);
      case "DELETE" -> write(exchange, messages.take());
      default -> notAllowed(exchange, "GET, DELETE");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    write(
        exchange,
        messages.latest(query.get("channel"), query.get("to"), limit(query.get("limit"))));
  }

  private void write(HttpExchange exchange, List<Arrival> arrivals) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    // Written one by one: mails are read from their raw form only now.
    try (JsonGenerator out = json.createGenerator(exchange.getResponseBody())) {
      out.writeStartObject();
      out.writeArrayFieldStart("messages");
      for (Arrival arrival : arrivals) {
        out.writePOJO(arrival.read());
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static int limit(@Nullable String offered) {
    if (offered == null) {
      return STANDARD_LIMIT;
    }
    try {
      int limit = Integer.parseInt(offered);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "limit '%s' is not a whole number from 1 to %d".formatted(offered, MAX_LIMIT));
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0 && equals < pair.length() - 1) {
          query.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return query;
  }

  private void counts(HttpExchange exchange) throws IOException {
    answer(exchange, 200, messages.counts());
  }

  private void faults(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> {}
      case "PUT" -> setFaults(exchange.getRequestBody().readNBytes(MAX_BODY));
      case "DELETE" -> faults.clear();
      default -> {
        notAllowed(exchange, "GET, PUT, DELETE");
        return;
      }
    }
    Map<String, Object> all = new TreeMap<>();
    faults
        .all()
        .forEach((endpoint, fault) ->
            all.put(
                endpoint,
                Map.of(
                    "mode", fault.mode().name().toLowerCase(Locale.ROOT), "rate", fault.rate())));
    answer(exchange, 200, all);
  }

  /** Like {@code {"smtp": {"mode": "hang", "rate": 0.1}}}; without a rate, every message is hit. */
  private void setFaults(byte[] body) throws IOException {
    JsonNode wanted;
    try {
      wanted = json.readTree(body);
    } catch (JacksonException garbage) {
      throw new IllegalArgumentException("the body is not JSON", garbage);
    }
    if (wanted == null || !wanted.isObject()) {
      throw new IllegalArgumentException(
          "the body is not an object like {\"smtp\": {\"mode\": \"hang\", \"rate\": 0.1}}");
    }
    for (Map.Entry<String, JsonNode> endpoint : wanted.properties()) {
      JsonNode fault = endpoint.getValue();
      faults.set(endpoint.getKey(), fault.path("mode").asText(""), fault.path("rate").asDouble(1));
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/")) {
      answer(exchange, 404, Map.of("error", "there is /, /api/messages, /api/counts, /api/faults"));
      return;
    }
    try (InputStream page = SandboxApi.class.getResourceAsStream("sandbox.html")) {
      if (page == null) {
        throw new IllegalStateException("sandbox.html is missing from the class path");
      }
      byte[] content = page.readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private void notAllowed(HttpExchange exchange, String allowed) throws IOException {
    exchange.getResponseHeaders().set("Allow", allowed);
    answer(
        exchange,
        405,
        Map.of("error", "%s is not one of %s".formatted(exchange.getRequestMethod(), allowed)));
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] content = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }
}
