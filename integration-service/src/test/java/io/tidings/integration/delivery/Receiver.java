package io.tidings.integration.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody's endpoint: it keeps what it got and answers as it is told to, else 200. */
final class Receiver implements AutoCloseable {
  /** In place of a status: 200, and a body that never ends. */
  static final int ENDLESS = 0;

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  record Call(String id, String signature, String timestamp, String body, int answered) {}

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
  }

  void answerNext(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
  }

  List<String> bodies() {
    return calls.stream().map(Call::body).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Integer told = statuses.poll();
    int status = told == null ? 200 : told;
    calls.add(
        new Call(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            body,
            status));
    if (status == ENDLESS) {
      exchange.sendResponseHeaders(200, 10);
      exchange.getResponseBody().flush();
    } else {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
