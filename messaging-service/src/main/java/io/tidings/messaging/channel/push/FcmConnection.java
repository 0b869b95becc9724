package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Push;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A Firebase project in use. */
final class FcmConnection implements ProviderConnection {

  private static final int MAX_ANSWER = 64 * 1024;

  private final FcmSettings settings;
  private final Clock clock;
  private final JsonMapper json;
  private final HttpClient http;
  private final FcmAccessTokens tokens;
  private final Semaphore permits;

  FcmConnection(FcmSettings settings, Clock clock, JsonMapper json) {
    this.settings = settings;
    this.clock = clock;
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            // Without TLS there is nothing that could agree on HTTP/2 but an upgrade per request.
            .version(
                "https".equals(settings.endpoint().getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.tokens = new FcmAccessTokens(settings.account(), settings.timeout(), http, json, clock);
    this.permits = new Semaphore(settings.concurrency());
  }

  @Override
  public int concurrency() {
    return settings.concurrency();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Push push)) {
      throw new IllegalArgumentException("FCM carries push; offered was " + message);
    }
    try {
      permits.acquire();
      try {
        return send(push);
      } finally {
        permits.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("stopped while it waited for FCM", null);
    }
  }

  private Outcome send(Push push) throws InterruptedException {
    byte[] body;
    try {
      body = json.writeValueAsBytes(Map.of("message", content(push)));
    } catch (IOException impossible) {
      throw new IllegalStateException("maps of texts can always be written", impossible);
    }
    FcmReply reply;
    String token;
    try {
      token = tokens.token();
    } catch (IOException away) {
      return new Outcome.Deferred("no access token: " + away.getMessage(), null);
    }
    try {
      reply = post(body, token);
      if (reply.isUnauthenticated()) {
        // Ended before its time: the next attempt, at the latest, comes with a new one.
        tokens.forget(token);
      }
      return reply.outcome();
    } catch (HttpConnectTimeoutException | ConnectException unreached) {
      return new Outcome.Deferred("FCM cannot be reached", null);
    } catch (HttpTimeoutException silence) {
      return new Outcome.InDoubt(
          "FCM did not answer within %d s".formatted(settings.timeout().toSeconds()));
    } catch (IOException lost) {
      return new Outcome.InDoubt("FCM was lost: " + lost.getMessage());
    }
  }

  private FcmReply post(byte[] body, String token) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(settings.sendUri())
                .timeout(settings.timeout())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER));
    return FcmReply.of(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Retry-After").orElse(null),
        json,
        clock);
  }

  private static Map<String, Object> content(Push push) {
    Map<String, Object> notification = new LinkedHashMap<>();
    if (push.title() != null) {
      notification.put("title", push.title());
    }
    notification.put("body", push.body());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("token", push.token());
    content.put("notification", notification);
    if (!push.data().isEmpty()) {
      content.put("data", push.data());
    }
    content.put(
        "android",
        Map.of("priority", "HIGH", "notification", Map.of("tag", push.sendId().toString())));
    return content;
  }

  @Override
  public void close() {
    http.shutdown();
  }
}
