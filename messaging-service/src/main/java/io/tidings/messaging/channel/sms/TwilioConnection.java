package io.tidings.messaging.channel.sms;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Sms;
import io.tidings.messaging.channel.http.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;

/**
 * An account at Twilio in use. It is looked at once before the first message, so that a wrong
 * address or wrong credentials show before anything is handed over.
 */
final class TwilioConnection implements ProviderConnection {
  private final TwilioSettings settings;
  private final HttpApi api;
  private volatile boolean known;

  TwilioConnection(TwilioSettings settings, JsonMapper json, Clock clock) {
    this.settings = settings;
    this.api =
        new HttpApi(
            "Twilio",
            HttpClient.Version.HTTP_1_1,
            settings.timeout(),
            settings.concurrency(),
            json,
            clock);
  }

  @Override
  public int concurrency() {
    return api.concurrency();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Sms sms)) {
      throw new IllegalArgumentException("Twilio carries SMS; offered was " + message);
    }
    return api.inTurn(() -> send(sms));
  }

  private Outcome send(Sms sms) throws InterruptedException {
    try {
      if (!known) {
        TwilioReply account = new TwilioReply(api.call(request(settings.accountUri())));
        if (!account.isSuccess()) {
          return new Outcome.Deferred(
              "Twilio answered %d for the account; see account_sid and auth_token"
                  .formatted(account.reply().status()),
              account.reply().retryAfter());
        }
        known = true;
      }
    } catch (IOException away) {
      return new Outcome.Deferred("Twilio cannot be reached: " + away.getMessage(), null);
    }
    return api.handOver(
        request(settings.messagesUri())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(settings.form(sms.to(), sms.text()))),
        reply -> new TwilioReply(reply).outcome());
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("Authorization", settings.authorization());
  }

  @Override
  public void close() {
    api.close();
  }
}
