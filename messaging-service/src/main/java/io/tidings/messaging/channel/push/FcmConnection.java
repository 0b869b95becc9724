package io.tidings.messaging.channel.push;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Push;
import io.tidings.messaging.channel.http.HttpApi;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Firebase project in use. */
final class FcmConnection implements ProviderConnection {

  private final FcmSettings settings;
  private final JsonMapper json;
  private final HttpApi api;
  private final FcmAccessTokens tokens;

  FcmConnection(FcmSettings settings, Clock clock, JsonMapper json) {
    this.settings = settings;
    this.json = json;
    this.api =
        new HttpApi(
            "FCM",
            // Without TLS there is nothing that could agree on HTTP/2 but an upgrade per request.
            "https".equals(settings.endpoint().getScheme())
                ? HttpClient.Version.HTTP_2
                : HttpClient.Version.HTTP_1_1,
            settings.timeout(),
            settings.concurrency(),
            json,
            clock);
    this.tokens = new FcmAccessTokens(settings.account(), api, clock);
  }

  @Override
  public int concurrency() {
    return api.concurrency();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Push push)) {
      throw new IllegalArgumentException("FCM carries push; offered was " + message);
    }
    return api.inTurn(() -> send(push));
  }

  private Outcome send(Push push) throws InterruptedException {
    String token;
    try {
      token = tokens.token();
    } catch (IOException away) {
      return new Outcome.Deferred("no access token: " + away.getMessage(), null);
    }
    return api.handOver(
        HttpRequest.newBuilder(settings.sendUri())
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(push))),
        answer -> {
          FcmReply reply = new FcmReply(answer);
          if (reply.isUnauthenticated()) {
            // Ended before its time: the next attempt, at the latest, comes with a new one.
            tokens.forget(token);
          }
          return reply.outcome();
        });
  }

  private byte[] body(Push push) {
    try {
      return json.writeValueAsBytes(Map.of("message", content(push)));
    } catch (IOException impossible) {
      throw new IllegalStateException("maps of texts can always be written", impossible);
    }
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
    api.close();
  }
}
