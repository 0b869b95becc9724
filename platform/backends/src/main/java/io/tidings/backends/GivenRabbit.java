package io.tidings.backends;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A RabbitMQ whose address was given, like {@code amqp://user:password@host:5672/vhost}. */
record GivenRabbit(String url) implements RabbitServer {
  static final String VARIABLE = "TIDINGS_RABBITMQ_URL";
  private static final int MANAGEMENT_PORT = 15_672;

  @Override
  public String address() {
    URI uri = URI.create(url);
    return uri.getHost() + ":" + (uri.getPort() < 0 ? 5672 : uri.getPort());
  }

  /** Over the management interface, which has to be on its usual port of the same host. */
  @Override
  public String createVirtualHost(String name) {
    URI uri = URI.create(url);
    String credentials =
        Base64.getEncoder().encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s:%d/api/vhosts/%s".formatted(uri.getHost(), MANAGEMENT_PORT, name)))
            .header("Authorization", "Basic " + credentials)
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try (var client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new BackendException(
            "RabbitMQ's management interface refused a virtual host with status " + status);
      }
    } catch (IOException e) {
      throw new BackendException(
          "RabbitMQ at %s has no management interface on port %d: `rabbitmq-plugins enable rabbitmq_management`"
              .formatted(uri.getHost(), MANAGEMENT_PORT),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while a virtual host was made", e);
    }
    return uri.resolve("/" + name).toString();
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void kill() {
    throw new IllegalStateException("this RabbitMQ is not ours to kill: its address was given");
  }

  @Override
  public void start() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "RabbitMQ at " + address();
  }
}
