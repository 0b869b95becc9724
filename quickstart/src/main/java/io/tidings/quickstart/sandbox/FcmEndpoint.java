package io.tidings.quickstart.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Google's push service, HTTP v1, and the token service that stands before it. */
final class FcmEndpoint {

  static final String PROJECT = "tidings-sandbox";
  static final String CLIENT_EMAIL = "sandbox@tidings-sandbox.iam.example";
  static final String TOKEN_PATH = "/oauth2/token";

  private static final String SEND_PATH = "/v1/projects/" + PROJECT + "/messages:send";
  private static final int TOKEN_SECONDS = 3600;
  private static final int MAX_BODY = 64 * 1024;
  private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";

  private final SandboxKeys keys;
  private final Faults faults;
  private final ReceivedMessages messages;
  private final Clock clock;
  private final ObjectMapper json;
  private final CallerTokens assertions;

  /** One for all callers, new at every start, as if all earlier ones had been revoked. */
  private final String accessToken = "sandbox-" + UUID.randomUUID();

  FcmEndpoint(
      SandboxKeys keys, Faults faults, ReceivedMessages messages, Clock clock, ObjectMapper json) {
    this.keys = keys;
    this.faults = faults;
    this.messages = messages;
    this.clock = clock;
    this.json = json;
    this.assertions = CallerTokens.rsa(keys.serviceAccountPublicKey());
  }

  void addTo(HttpServer server) {
    server.createContext(TOKEN_PATH, this::token);
    server.createContext(SEND_PATH, this::send);
  }

  /** The content of the key file that the Firebase console would hand out. */
  String serviceAccount(String address) throws IOException {
    return json.writeValueAsString(
        Map.of(
            "type",
            "service_account",
            "project_id",
            PROJECT,
            "client_email",
            CLIENT_EMAIL,
            "private_key",
            keys.serviceAccountKeyPem(),
            "token_uri",
            address + TOKEN_PATH));
  }

  private void token(HttpExchange exchange) throws IOException {
    String form =
        new String(exchange.getRequestBody().readNBytes(MAX_BODY), StandardCharsets.UTF_8);
    String assertion = "";
    for (String field : form.split("&")) {
      if (field.startsWith("assertion=")) {
        assertion = URLDecoder.decode(field.substring(10), StandardCharsets.UTF_8);
      }
    }
    String claims = assertions.claims(assertion);
    if (claims == null || !CLIENT_EMAIL.equals(json.readTree(claims).path("iss").asText())) {
      answer(exchange, 400, Map.of("error", "invalid_grant"));
    } else {
      answer(
          exchange,
          200,
          Map.of("access_token", accessToken, "expires_in", TOKEN_SECONDS, "token_type", "Bearer"));
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + accessToken).equals(authorization)) {
      answer(exchange, 401, error(401, "UNAUTHENTICATED", ""));
      return;
    }
    Faults.Service fault = faults.roll("fcm");
    switch (fault) {
      case THROTTLE -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        answer(exchange, 429, error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"));
      }
      case UNAVAILABLE -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        answer(exchange, 503, error(503, "UNAVAILABLE", "UNAVAILABLE"));
      }
      case UNKNOWN_RECIPIENT -> answer(exchange, 404, error(404, "NOT_FOUND", "UNREGISTERED"));
      case GARBAGE ->
          answer(exchange, 200, "text/html", Faults.GARBAGE.getBytes(StandardCharsets.UTF_8));
      case NONE, HANG -> take(exchange, body, fault == Faults.Service.HANG);
    }
  }

  private void take(HttpExchange exchange, byte[] body, boolean hang) throws IOException {
    JsonNode message;
    try {
      message = json.readTree(body).path("message");
    } catch (JacksonException garbage) {
      answer(exchange, 400, error(400, "INVALID_ARGUMENT", ""));
      return;
    }
    String token = message.path("token").asText("");
    if (token.isEmpty()) {
      answer(exchange, 400, error(400, "INVALID_ARGUMENT", ""));
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    message
        .path("data")
        .properties()
        .forEach(field -> headers.put("data." + field.getKey(), field.getValue().asText()));
    String tag = message.at("/android/notification/tag").asText("");
    if (!tag.isEmpty()) {
      headers.put("android.notification.tag", tag);
    }
    messages.add(
        new Arrival.Other(
            new ReceivedMessage(
                "push",
                token,
                PROJECT,
                message.at("/notification/title").asText(null),
                message.at("/notification/body").asText(null),
                null,
                headers,
                clock.instant())));
    if (!hang) {
      answer(
          exchange, 200, Map.of("name", "projects/" + PROJECT + "/messages/" + UUID.randomUUID()));
    }
  }

  private static Map<String, Object> error(int code, String status, String fcmCode) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", "refused by the sandbox");
    error.put("status", status);
    if (!fcmCode.isEmpty()) {
      error.put("details", List.of(Map.of("@type", FCM_ERROR, "errorCode", fcmCode)));
    }
    return Map.of("error", error);
  }

  private void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    answer(exchange, status, "application/json; charset=UTF-8", json.writeValueAsBytes(body));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, content.length);
    try (exchange) {
      exchange.getResponseBody().write(content);
    }
  }
}
