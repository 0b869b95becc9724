package io.tidings.integration.delivery;

import io.tidings.integration.destination.HttpCall;
import io.tidings.integration.destination.HttpReply;
import io.tidings.integration.http.BoundedCall;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the calls of all destinations. Redirects are not followed: a reply is a reply. */
@Singleton
class HttpTransport {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int BODY_BYTES = 8 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /**
   * @throws IOException if there is no whole answer within 15 s
   */
  HttpReply send(HttpCall call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .header("user-agent", "Tidings")
            .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
    call.headers().forEach(request::setHeader);
    HttpResponse<byte[]> response = BoundedCall.send(client, request.build(), ANSWER, BODY_BYTES);
    return new HttpReply(
        response.statusCode(),
        retryAfter(response.headers().firstValue("retry-after")),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  /** The form with a date is rare, and the schedule serves as well. */
  private static @Nullable Duration retryAfter(Optional<String> header) {
    return header
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(null);
  }

  @PreDestroy
  void close() {
    client.shutdownNow();
  }
}
