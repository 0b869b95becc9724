package io.tidings.messaging.channel.push;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Google's token service and message service, answering as they are told. */
final class FcmServer implements StandIn {

  private static final KeyPair KEY = ServerKeys.clientKey("RSA", 2048);

  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger names = new AtomicInteger();
  private volatile Answer answer = Answer.YES;
  private volatile int status;
  private volatile String reply = "";
  private volatile @Nullable String retryAfter;
  private volatile boolean closed;

  FcmServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", this::token);
    server.createContext("/v1/projects/mint-app/messages:send", this::send);
    server.start();
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    String assertion = URLDecoder.decode(form.split("assertion=")[1], StandardCharsets.UTF_8);
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      boolean good =
          jwt.verify(new RSASSAVerifier((RSAPublicKey) KEY.getPublic()))
              && "push@mint-app.example".equals(jwt.getJWTClaimsSet().getIssuer())
              && "https://www.googleapis.com/auth/firebase.messaging"
                  .equals(jwt.getJWTClaimsSet().getClaim("scope"));
      answer(
          exchange,
          good ? 200 : 400,
          "{\"access_token\":\"t%d\",\"expires_in\":3600}".formatted(tokens.incrementAndGet()));
    } catch (Exception garbage) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer t" + tokens.get()).equals(authorization)) {
      answer(exchange, 401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}");
      return;
    }
    if (status != 0) {
      if (retryAfter != null) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      answer(exchange, status, reply);
      return;
    }
    switch (answer) {
      case YES -> {
        bodies.add(body);
        answer(
            exchange,
            200,
            "{\"name\":\"projects/mint-app/messages/%d\"}".formatted(names.incrementAndGet()));
      }
      case NO -> answer(exchange, 400, error("INVALID_ARGUMENT", ""));
      case LATER -> answer(exchange, 503, error("UNAVAILABLE", "UNAVAILABLE"));
      case GONE -> answer(exchange, 404, error("NOT_FOUND", "UNREGISTERED"));
      case SILENCE -> {
        while (answer == Answer.SILENCE && !closed) {
          LockSupport.parkNanos(10_000_000);
        }
        exchange.close();
      }
      case END -> exchange.close();
    }
  }

  private static String error(String status, String code) {
    return "{\"error\":{\"status\":\"%s\"%s}}"
        .formatted(
            status,
            code.isEmpty()
                ? ""
                : (",\"details\":[{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\","
                       + "\"errorCode\":\"%s\"}]")
                    .formatted(code));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  void reply(int nextStatus, String body, @Nullable String retryAfterHeader) {
    reply = body;
    retryAfter = retryAfterHeader;
    status = nextStatus;
  }

  /** As if all access tokens had been revoked. */
  void revokeTokens() {
    tokens.incrementAndGet();
  }

  int tokens() {
    return tokens.get();
  }

  List<String> bodies() {
    return bodies;
  }

  @Override
  public void answer(Answer next) {
    answer = next;
  }

  @Override
  public Map<String, String> settings() {
    return settings(server.getAddress().getPort());
  }

  static Map<String, String> settings(int port) {
    String address = "http://127.0.0.1:" + port;
    String key = ServerKeys.pem("PRIVATE KEY", KEY.getPrivate().getEncoded()).replace("\n", "\\n");
    return new HashMap<>(
        Map.of(
            "endpoint",
            address,
            "service_account",
            ("{\"type\":\"service_account\",\"project_id\":\"mint-app\",\"private_key\":\"%s\","
                    + "\"client_email\":\"push@mint-app.example\",\"token_uri\":\"%s/token\"}")
                .formatted(key, address)));
  }

  @Override
  public int taken() {
    return bodies.size();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
  }
}
