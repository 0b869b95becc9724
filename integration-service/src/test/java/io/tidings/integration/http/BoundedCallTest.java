package io.tidings.integration.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
  private static final String BODY = "what was asked for";

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/whole", exchange -> answer(exchange, BODY.length()).close());
    server.createContext("/part", exchange -> answer(exchange, BODY.length() + 1));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    client.shutdownNow();
  }

  private static HttpExchange answer(HttpExchange exchange, int promised) throws IOException {
    exchange.sendResponseHeaders(202, promised);
    exchange.getResponseBody().write(BODY.getBytes(UTF_8));
    exchange.getResponseBody().flush();
    return exchange;
  }

  private HttpResponse<byte[]> call(String path, Duration patience, int maxBytes)
      throws IOException, InterruptedException {
    URI address =
        URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    return BoundedCall.send(client, HttpRequest.newBuilder(address).build(), patience, maxBytes);
  }

  @Test
  void answersWhatThereIs() throws Exception {
    HttpResponse<byte[]> answer = call("/whole", Duration.ofSeconds(30), 1024);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).asString(UTF_8).isEqualTo(BODY);
  }

  @Test
  void leavesOutWhatIsTooMuchAndDoesNotWaitForIt() throws Exception {
    assertThat(call("/part", Duration.ofSeconds(30), 4).body()).asString(UTF_8).isEqualTo("what");
  }

  @Test
  void doesNotWaitForABodyThatDoesNotCome() {
    assertThatThrownBy(() -> call("/part", Duration.ofMillis(500), 1024))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void saysWhatFailed() {
    server.stop(0);
    assertThatThrownBy(() -> call("/whole", Duration.ofSeconds(30), 1024))
        .isInstanceOf(ConnectException.class);
  }
}
