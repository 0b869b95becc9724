package io.tidings.integration.destination;

import io.tidings.integration.connection.Setting;
import io.tidings.integration.connection.SettingType;
import io.tidings.integration.connection.Settings;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any HTTP endpoint: it gets calls of the event-collection protocol (identify, track), signed as
 * Standard Webhooks.
 */
@Singleton
final class Webhook implements Destination {
  private static final String URL = "url";
  private static final String SIGNING_SECRET = "signing_secret";

  @Override
  public String id() {
    return "webhook";
  }

  @Override
  public String name() {
    return "Webhook";
  }

  @Override
  public List<Setting> ownSettings() {
    return List.of(
        new Setting(
            URL,
            "where calls are posted to: https://example.com/hook",
            SettingType.URL,
            true,
            false),
        new Setting(
            SIGNING_SECRET,
            "signs each call (Standard Webhooks): whsec_ and base64 of 24 to 64 bytes",
            SettingType.SIGNING_SECRET,
            true,
            true));
  }

  @Override
  public int callsPerSecond() {
    return 50;
  }

  @Override
  public Optional<HttpCall> callFor(Notice notice, Settings settings) {
    String body = EventCollection.write(notice);
    Map<String, String> headers =
        new HashMap<>(
            WebhookSignature.headers(settings.get(SIGNING_SECRET), notice.id(), notice.at(), body));
    headers.put("content-type", "application/json");
    return Optional.of(new HttpCall("POST", URI.create(settings.get(URL)), headers, body));
  }

  /** An endpoint may be repaired at any time, so only "gone" is final. */
  @Override
  public Outcome outcomeOf(HttpReply reply) {
    if (reply.isSuccess()) {
      return new Outcome.Accepted();
    }
    if (reply.status() == 410) {
      return new Outcome.Gone("answered 410 Gone");
    }
    return new Outcome.Deferred("answered " + reply.status(), reply.retryAfter());
  }
}
