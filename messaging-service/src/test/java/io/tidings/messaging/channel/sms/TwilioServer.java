package io.tidings.messaging.channel.sms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidings.messaging.channel.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Twilio's API for messages, answering as it is told. */
final class TwilioServer implements StandIn {
  static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
  private static final String TOKEN = "the-auth-token";
  private static final String PATH = "/2010-04-01/Accounts/" + ACCOUNT;

  private final HttpServer server;
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private final AtomicInteger names = new AtomicInteger();
  private volatile Answer answer = Answer.YES;
  private volatile boolean closed;

  TwilioServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PATH + ".json", exchange -> answer(exchange, 200, "{}"));
    server.createContext(PATH + "/Messages.json", this::message);
    server.start();
  }

  private void message(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    switch (answer) {
      case YES -> {
        forms.add(form);
        answer(exchange, 201, "{\"sid\": \"SM%d\"}".formatted(names.incrementAndGet()));
      }
      case NO -> answer(exchange, 400, "{\"code\": 21610, \"message\": \"unsubscribed\"}");
      case LATER -> answer(exchange, 429, "{\"code\": 20429, \"message\": \"too many\"}");
      case GONE -> answer(exchange, 400, "{\"code\": 21211, \"message\": \"no number\"}");
      case SILENCE -> {
        while (answer == Answer.SILENCE && !closed) {
          LockSupport.parkNanos(10_000_000);
        }
        exchange.close();
      }
      case END -> exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String pair = ACCOUNT + ":" + TOKEN;
    boolean known =
        ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .equals(authorization);
    byte[] content = (known ? body : "{\"code\": 20003}").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(known ? status : 401, content.length);
      exchange.getResponseBody().write(content);
    }
  }

  List<String> forms() {
    return forms;
  }

  static Map<String, String> settings(int port) {
    return new HashMap<>(
        Map.of(
            "account_sid",
            ACCOUNT,
            "auth_token",
            TOKEN,
            "from",
            "+15005550006",
            "endpoint",
            "http://127.0.0.1:" + port));
  }

  @Override
  public void answer(Answer next) {
    answer = next;
  }

  @Override
  public Map<String, String> settings() {
    return settings(server.getAddress().getPort());
  }

  @Override
  public int taken() {
    return forms.size();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
  }
}
