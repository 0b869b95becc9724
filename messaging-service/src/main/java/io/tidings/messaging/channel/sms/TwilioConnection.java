package io.tidings.messaging.channel.sms;

import io.micronaut.json.JsonMapper;
import io.tidings.messaging.channel.Message;
import io.tidings.messaging.channel.Outcome;
import io.tidings.messaging.channel.ProviderConnection;
import io.tidings.messaging.channel.Sms;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * An account at Twilio in use. It is looked at once before the first message, so that a wrong
 * address or wrong credentials show before anything is handed over.
 */
final class TwilioConnection implements ProviderConnection {
  private static final int MAX_ANSWER = 64 * 1024;

  private final TwilioSettings settings;
  private final JsonMapper json;
  private final HttpClient http;
  private final Semaphore permits;
  private volatile boolean known;

  TwilioConnection(TwilioSettings settings, JsonMapper json) {
    this.settings = settings;
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.permits = new Semaphore(settings.concurrency());
  }

  @Override
  public int concurrency() {
    return settings.concurrency();
  }

  @Override
  public Outcome send(Message message) {
    if (!(message instanceof Sms sms)) {
      throw new IllegalArgumentException("Twilio carries SMS; offered was " + message);
    }
    try {
      permits.acquire();
      try {
        return send(sms);
      } finally {
        permits.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Deferred("stopped while it waited for Twilio", null);
    }
  }

  private Outcome send(Sms sms) throws InterruptedException {
    try {
      if (!known) {
        TwilioReply account = call(HttpRequest.newBuilder(settings.accountUri()).GET());
        if (!account.isSuccess()) {
          return new Outcome.Deferred(
              "Twilio answered %d for the account; see account_sid and auth_token"
                  .formatted(account.status()),
              account.retryAfter());
        }
        known = true;
      }
    } catch (IOException away) {
      return new Outcome.Deferred("Twilio cannot be reached: " + away.getMessage(), null);
    }
    return handOver(sms);
  }

  private Outcome handOver(Sms sms) throws InterruptedException {
    try {
      return call(HttpRequest.newBuilder(settings.messagesUri())
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(settings.form(sms.to(), sms.text()))))
          .outcome();
    } catch (HttpConnectTimeoutException | ConnectException unreached) {
      return new Outcome.Deferred("Twilio cannot be reached", null);
    } catch (HttpTimeoutException silence) {
      return new Outcome.InDoubt(
          "Twilio did not answer within %d s".formatted(settings.timeout().toSeconds()));
    } catch (IOException lost) {
      return new Outcome.InDoubt("Twilio was lost: " + lost.getMessage());
    }
  }

  private TwilioReply call(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request
                .timeout(settings.timeout())
                .header("Authorization", settings.authorization())
                .build(),
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_ANSWER));
    return TwilioReply.of(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Retry-After").orElse(null),
        json);
  }

  @Override
  public void close() {
    http.shutdown();
  }
}
